// Every parameter of the plant data-collection. Nothing else in the project spells its key, unit, range, title or the
// source of its default.
#include "scenarios/data_collection.hpp"

#include "field.hpp"

namespace plantproof::scenarios {

using Plant = DataCollection;

template <>
const std::vector<std::string>& choice_names<Plant::Way>() {
  static const std::vector<std::string> kNames = {"serial_bus", "direct"};
  return kNames;
}

namespace {

constexpr double kHourMs = 3'600'000;
constexpr double kDayS = 86'400;
constexpr double kMostDatagram = 65'000;
constexpr double kMost = 1e7;

Origin serial_line(const core::Text& clause) {
  return from("MODBUS over Serial Line V1.02", clause);
}

Origin nothing_between() {
  return assumption({"就在旁边，专供本厂", "it is next door, and for this plant only"});
}

Origin https() {
  return from("RFC 8446", {"2.1：TCP 连接与 TLS 1.3 握手各一个来回", "2.1: a round trip for TCP, one for TLS 1.3"});
}

}  // namespace

template <>
const std::vector<Field<Plant::Cell>>& fields() {
  static const std::vector<Field<Plant::Cell>> kFields = {
      field_of<&Plant::Cell::name>("name", {"区域名", "name"}),
      field_of<&Plant::Cell::x_m>("x_m", {"中心 x，网关也在此处", "its middle, x, where its gateway is"})
          .between(0, 1000),
      field_of<&Plant::Cell::y_m>("y_m", {"中心 y", "its middle, y"}).between(0, 1000)};
  return kFields;
}

template <>
const std::vector<Field<Plant::SourceKind>>& fields() {
  static const std::vector<Field<Plant::SourceKind>> kFields = {
      field_of<&Plant::SourceKind::name>("name", {"种类名", "name"}),
      field_of<&Plant::SourceKind::per_cell>("per_cell", {"每个区域的数量", "as many in each cell"}).between(0, 200),
      field_of<&Plant::SourceKind::registers>("registers",
                                              {"一条记录的寄存器数", "registers that a record consists of"})
          .between(1, 125),
      field_of<&Plant::SourceKind::answer_ms>("answer_ms",
                                              {"收到完整请求到开始应答", "from when it has a request until it answers"})
          .between(0, 10'000)};
  return kFields;
}

template <>
const std::vector<Field<Plant::Outages>>& fields() {
  static const std::vector<Field<Plant::Outages>> kFields = {
      field_of<&Plant::Outages::time_between_h>(
          "time_between_h", {"一个数据源两次不应答之间的平均时间（指数分布），0 为从不",
                             "time between two outages of a source, in the mean (exponential); 0: never"})
          .between(0, 100'000)
          .otherwise(assumption({"每班一次", "once a shift"})),
      field_of<&Plant::Outages::lasts_s>("lasts_s",
                                         {"平均持续时间（指数分布）", "an outage, in the mean (exponential)"})
          .between(1, kMost)
          .otherwise(assumption({"断电、换刀具程序、重启", "switched off, set up or started again"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Bus>>& fields() {
  static const std::vector<Field<Plant::Bus>> kFields = {
      field_of<&Plant::Bus::baud>("baud", {"总线速率（bit/s）", "rate of the bus, in bit/s"})
          .between(300, 10'000'000)
          .otherwise(serial_line({"3.2：9600 与 19200 必须支持；以最慢的从站为准",
                                  "3.2: 9600 and 19200 are required; the slowest device sets it"})),
      field_of<&Plant::Bus::character_bits>("character_bits", {"每个字符的比特数", "bits of a character"})
          .between(10, 12)
          .otherwise(serial_line({"2.5.1：起始、8 数据、校验、停止", "2.5.1: start, 8 of data, parity, stop"})),
      field_of<&Plant::Bus::bit_error_ratio>(
          "bit_error_ratio", {"误码率；CRC 不符的帧作废", "bit errors; a frame whose CRC is wrong is dropped"})
          .between(0, 0.5)
          .otherwise(assumption({"屏蔽双绞线", "a shielded pair"})),
      field_of<&Plant::Bus::timeout_ms>("timeout_ms", {"等待应答多久", "how long an answer is waited for"})
          .between(1, kHourMs)
          .otherwise(serial_line({"2.4.1：9600 bit/s 时取 1 s 至数秒", "2.4.1: 1 s to several seconds at 9600 bit/s"})),
      field_of<&Plant::Bus::attempts>("attempts", {"每次采集最多问几遍", "how often a source is asked at most"})
          .between(1, 100)
          .otherwise(assumption({"下一轮再问", "asked again in the next round"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Polling>>& fields() {
  static const std::vector<Field<Plant::Polling>> kFields = {
      field_of<&Plant::Polling::timeout_ms>("timeout_ms", {"等待应答多久", "how long an answer is waited for"})
          .between(1, kHourMs)
          .otherwise(assumption({"不到周期的三分之一", "less than a third of the period"})),
      field_of<&Plant::Polling::attempts>("attempts", {"每次采集最多问几遍", "how often a source is asked at most"})
          .between(1, 100)
          .otherwise(assumption({"再问一遍", "asked again once"})),
      field_of<&Plant::Polling::request_bytes>("request_bytes", {"一条请求", "a request"})
          .between(1, kMostDatagram)
          .otherwise(from("MODBUS Messaging on TCP/IP V1.0b",
                          {"3.1.3：MBAP 头 7 B，功能码 03 的请求 5 B", "3.1.3: 7 B of MBAP, 5 B of function 03"})),
      field_of<&Plant::Polling::header_bytes>("header_bytes",
                                              {"应答中寄存器以外的部分", "an answer, besides its registers"})
          .between(0, 1000)
          .otherwise(from("MODBUS Messaging on TCP/IP V1.0b",
                          {"3.1.3：MBAP 头 7 B，功能码与字节数 2 B", "3.1.3: 7 B of MBAP, function and count"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Forwarding>>& fields() {
  static const std::vector<Field<Plant::Forwarding>> kFields = {
      field_of<&Plant::Forwarding::flush_ms>(
          "flush_ms", {"网关两次上送之间至少隔多久", "from one message of a gateway to its next, at least"})
          .between(1, kHourMs)
          .otherwise(assumption({"每秒一次", "once a second"})),
      field_of<&Plant::Forwarding::batch_records>("batch_records",
                                                  {"一次最多上送几条", "records of a message, at most"})
          .between(1, 10'000)
          .otherwise(assumption({"积压时四秒的量", "four seconds' worth when they have piled up"})),
      field_of<&Plant::Forwarding::record_bytes>("record_bytes",
                                                 {"每条记录除寄存器外的字节", "a record, besides its registers"})
          .between(0, 10'000)
          .otherwise(assumption({"源编号、时间戳、质量码", "the source's number, time and quality"})),
      field_of<&Plant::Forwarding::acknowledgement_bytes>("acknowledgement_bytes", {"确认", "an acknowledgement"})
          .between(16, kMostDatagram)
          .otherwise(assumption({"MQTT PUBACK 与会话开销", "an MQTT PUBACK and its session"})),
      field_of<&Plant::Forwarding::retry_ms>("retry_ms", {"未确认时多久重送", "sent again when not acknowledged"})
          .between(1, kHourMs)
          .otherwise(from("RFC 6298", {"2：初始重传超时 1 s", "2: an initial retransmission timeout of 1 s"})),
      field_of<&Plant::Forwarding::buffer_records>(
          "buffer_records",
          {"网关缓存的记录数；满了丢最旧的", "records that a gateway keeps; when it is full the oldest goes"})
          .between(1, kMost)
          .otherwise(assumption({"嵌入式网关的内存队列，约一分钟", "an embedded gateway's queue, about a minute"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::ReadStation>>& fields() {
  static const std::vector<Field<Plant::ReadStation>> kFields = {
      field_of<&Plant::ReadStation::name>("name", {"读码站名", "name"}),
      field_of<&Plant::ReadStation::cell>(
          "cell", {"所在区域；串口方式下经其网关上网", "its cell; with serial buses, its gateway connects it"}),
      field_of<&Plant::ReadStation::x_m>("x_m", {"位置 x", "place, x"}).between(0, 1000),
      field_of<&Plant::ReadStation::y_m>("y_m", {"位置 y", "place, y"}).between(0, 1000)};
  return kFields;
}

template <>
const std::vector<Field<Plant::Reading>>& fields() {
  static const std::vector<Field<Plant::Reading>> kFields = {
      field_of<&Plant::Reading::part_s>(
          "part_s", {"一件的到位、读码与放行，平均", "to move a part in, read it and let it go, in the mean"})
          .between(0.001, 3600)
          .otherwise(assumption({"输送线的挡停与放行", "a stop on a conveyor"})),
      field_of<&Plant::Reading::part_spread_ratio>(
          "part_spread_ratio", {"其标准差与均值之比（对数正态）", "its standard deviation over its mean (lognormal)"})
          .between(0, 3)
          .otherwise(assumption({"自动工位", "an automatic station"})),
      field_of<&Plant::Reading::handshakes>("handshakes", {"提问之前的往返次数", "round trips before the question"})
          .between(0, 10)
          .otherwise(https()),
      field_of<&Plant::Reading::handshake_bytes>("handshake_bytes", {"握手，去程", "a handshake, on its way there"})
          .between(16, kMostDatagram)
          .otherwise(assumption({"ClientHello 与 SYN 的平均", "a SYN and a ClientHello, in the mean"})),
      field_of<&Plant::Reading::handshake_answer_bytes>("handshake_answer_bytes",
                                                        {"握手，回程", "a handshake, on its way back"})
          .between(16, kMostDatagram)
          .otherwise(assumption({"SYN-ACK 与两级证书的平均", "a SYN-ACK and two certificates, in the mean"})),
      field_of<&Plant::Reading::question_bytes>("question_bytes", {"解析请求", "the question"})
          .between(16, kMostDatagram)
          .otherwise(assumption({"HTTP 头与标识", "HTTP headers and the identifier"})),
      field_of<&Plant::Reading::answer_bytes>("answer_bytes", {"解析应答", "the answer"})
          .between(16, kMostDatagram)
          .otherwise(assumption({"JSON，几个属性", "JSON with a few attributes"})),
      field_of<&Plant::Reading::timeout_ms>("timeout_ms",
                                            {"多久未答就重发，逐次加倍", "sent again after so long, doubled each time"})
          .between(1, kHourMs)
          .otherwise(from("RFC 6298", {"2 与 5.5：初始 1 s，逐次加倍", "2 and 5.5: 1 s at first, then doubled"})),
      field_of<&Plant::Reading::attempts>("attempts", {"最多发几次", "how often it is sent at most"})
          .between(1, 10)
          .otherwise(assumption({"两次重发", "sent again twice"})),
      field_of<&Plant::Reading::exception_s>("exception_s",
                                             {"始终无应答时人工处理", "by hand, when no answer came at all"})
          .between(0, kDayS)
          .otherwise(assumption({"取下、登记、放到一旁", "taken off, noted and put aside"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Identifiers>>& fields() {
  static const std::vector<Field<Plant::Identifiers>> kFields = {
      field_of<&Plant::Identifiers::count>("count", {"标识总数", "identifiers"})
          .between(1, 1e6)
          .otherwise(assumption({"在制的物料、容器、工装", "material, containers and tools in the plant"})),
      field_of<&Plant::Identifiers::zipf_exponent>(
          "zipf_exponent", {"热度：第 k 位 ∝ 1/k 的几次方", "popularity: that of rank k goes as 1/k to this power"})
          .between(0, 3)
          .otherwise(from("Breslau et al., INFOCOM 1999", {"网页请求 0.64 至 0.83", "0.64 to 0.83 for web pages"})),
      field_of<&Plant::Identifiers::own_ratio>("own_ratio",
                                               {"本企业注册的比例", "registered by the plant's enterprise"})
          .between(0, 1)
          .otherwise(assumption({"自制件与容器", "what it makes, and its containers"})),
      field_of<&Plant::Identifiers::neighbour_ratio>(
          "neighbour_ratio", {"同一二级节点下别的企业注册的比例；其余在外地二级节点",
                              "registered by others under the same secondary node; the rest elsewhere"})
          .between(0, 1)
          .otherwise(assumption({"本地配套企业", "suppliers near by"})),
      field_of<&Plant::Identifiers::neighbours>("neighbours",
                                                {"同一二级节点下的别的企业", "others under the same secondary node"})
          .between(1, 998)
          .otherwise(from("渝经信智能〔2020〕1号", {"附件 1：二级节点接入企业不少于 50 家",
                                                    "annex 1: at least 50 enterprises at a secondary node"})),
      field_of<&Plant::Identifiers::strangers>("strangers", {"外地的企业", "enterprises elsewhere"})
          .between(1, 9000)
          .otherwise(assumption({"供应商名录", "as a list of suppliers has"})),
      field_of<&Plant::Identifiers::handle_ratio>(
          "handle_ratio", {"采用 Handle 编码的企业", "enterprises whose identifiers are Handles"})
          .between(0, 1)
          .otherwise(assumption({"国家顶级节点以此为主", "what the national nodes use most"})),
      field_of<&Plant::Identifiers::oid_ratio>(
          "oid_ratio", {"采用 OID 的企业；其余用 GS1", "enterprises whose identifiers are OIDs; the rest has GS1's"})
          .between(0, 1)
          .otherwise(assumption({"设备类", "those who make equipment"})),
      field_of<&Plant::Identifiers::registered_again_per_h>(
          "registered_again_per_h",
          {"每小时重新注册（内容变更）的标识数", "identifiers whose registration changes in an hour"})
          .between(0, kMost)
          .otherwise(assumption({"两万个标识，每个约一月一次", "of 20 000 each about once a month"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Node>>& fields() {
  static const std::vector<Field<Plant::Node>> kFields = {
      field_of<&Plant::Node::away_ms>("away_ms", {"到该节点的单程时延", "from who asks to the node, one way"})
          .between(0, 10'000)
          .otherwise(nothing_between()),
      field_of<&Plant::Node::jitter_ms>(
          "jitter_ms", {"在其上增加的时延，平均（指数分布）", "more than that, in the mean (exponential)"})
          .between(0, 10'000)
          .otherwise(nothing_between()),
      field_of<&Plant::Node::loss_ratio>("loss_ratio", {"单程丢失率", "lost on one way"})
          .between(0, 1)
          .otherwise(nothing_between()),
      field_of<&Plant::Node::service_ms>(
          "service_ms", {"处理一次请求；先到先服务", "to serve a question; who comes first goes first"})
          .between(0, 10'000)
          .otherwise(assumption({"内存库查询", "a look into a database in memory"})),
      field_of<&Plant::Node::others_per_s>("others_per_s",
                                           {"别人的请求（泊松过程）", "what others ask it (a Poisson process)"})
          .between(0, 10'000)
          .otherwise(nothing_between())};
  return kFields;
}

template <>
const std::vector<Field<Plant::Resolver>>& fields() {
  static const std::vector<Field<Plant::Resolver>> kFields = {
      field_of<&Plant::Resolver::enterprise>("enterprise", {"企业节点", "enterprise node"}),
      field_of<&Plant::Resolver::cache_entries>("cache_entries",
                                                {"企业节点的缓存条数（LRU）", "entries of its cache (LRU)"})
          .between(0, kMost)
          .otherwise(assumption({"标识总数的四分之一", "a quarter of the identifiers"})),
      field_of<&Plant::Resolver::time_to_live_s>("time_to_live_s", {"缓存条目的有效期", "how long an entry is good"})
          .between(0, 1e8)
          .otherwise(assumption({"Handle 值的惯用 TTL，一天", "a day, as Handle values have by default"})),
      field_of<&Plant::Resolver::warm_h>(
          "warm_h", {"仿真开始前缓存已工作多久", "how long it has been at work when the run begins"})
          .between(0, 1000)
          .otherwise(assumption({"上一个班", "the shift before"})),
      field_of<&Plant::Resolver::timeout_ms>(
          "timeout_ms", {"向上级提问，多久未答就重发", "asks another node again when it has not answered"})
          .between(1, kHourMs)
          .otherwise(assumption({"应用时限的一半", "half of what applications wait"})),
      field_of<&Plant::Resolver::attempts>("attempts", {"最多问几次", "how often it asks at most"})
          .between(1, 100)
          .otherwise(assumption({"再问两次", "asked again twice"})),
      field_of<&Plant::Resolver::secondary>("secondary", {"本地二级节点", "its secondary node"}),
      field_of<&Plant::Resolver::top>("top", {"国家顶级节点（重庆）", "top-level node (Chongqing)"}),
      field_of<&Plant::Resolver::foreign>("foreign", {"外地二级节点", "secondary nodes elsewhere"})};
  return kFields;
}

template <>
const std::vector<Field<Plant>>& fields() {
  static const std::vector<Field<Plant>> kFields = {
      field_of<&Plant::cells>("cells", {"区域，各有一台网关", "cells, each with a gateway"}).required(),
      field_of<&Plant::cell_length_m>(
          "cell_length_m", {"区域长；数据源在其中排成方阵", "length of a cell, in which its sources stand in rows"})
          .between(0, 1000)
          .otherwise(assumption({"一组机床", "a group of machines"})),
      field_of<&Plant::cell_width_m>("cell_width_m", {"区域宽", "width of a cell"})
          .between(0, 1000)
          .otherwise(assumption({"一组机床", "a group of machines"})),
      field_of<&Plant::sources>("sources", {"数据源的种类", "kinds of sources"}).required(),
      field_of<&Plant::period_s>(
          "period_s", {"采集周期：每个数据源每隔多久要有一条记录", "period: a record of every source is due so often"})
          .between(0.01, kDayS)
          .otherwise(assumption({"设备状态监测惯用 1 s", "1 s is usual for the state of machines"})),
      field_of<&Plant::outages>("outages", {"数据源自身的停机", "outages of sources"}),
      field_of<&Plant::way>("way", {"网关怎样采集", "how gateways reach sources"})
          .otherwise(assumption({"各数据源直接上网", "each source is in the network itself"})),
      field_of<&Plant::bus>("bus", {"串行总线（Modbus RTU）", "serial bus (Modbus RTU)"}),
      field_of<&Plant::polling>("polling", {"经网络采集（Modbus TCP）", "polling over the network (Modbus TCP)"}),
      field_of<&Plant::forwarding>("forwarding", {"网关上送", "forwarding to the historian"}),
      field_of<&Plant::stations>("stations", {"读码站", "read stations"}).required(),
      field_of<&Plant::reading>("reading", {"读码与提问", "reading and asking"}),
      field_of<&Plant::identifiers>("identifiers", {"标识", "identifiers"}),
      field_of<&Plant::resolver>("resolver", {"标识解析", "resolution"})};
  return kFields;
}

}  // namespace plantproof::scenarios
