#include "page.hpp"

#include <cmath>

#include <fmt/format.h>

namespace plantproof::calibration {
namespace {

std::string percent(int count, const Tally& of) {
  return fmt::format("{:.2f}", 100 * share(count, of));
}

class Page {
 public:
  Page(const std::vector<Row>& rows, std::uint64_t seed, core::Language language)
      : rows_(rows), seed_(seed), language_(language) {}

  std::string text() && {
    opening();
    section(
        {"判定错误率", "How often a verdict is wrong"}, Role::Claim,
        {"真值正好在限值上。通过即判错；“判错不通过”同样列出。最后一列：真值明显达标时（不良减半，迟到减为四分之一，均"
         "值低"
         " 10 %）通过的比例。“约定串长”一列为空即按默认值 1。",
         "The truth lies exactly at the limit: a pass is wrong, and so is a fail. The last column says how often the "
         "verdict is a pass when the truth is well on the good side (half the bad rows, a quarter of the late ones, a "
         "mean 10 % lower). Where “agreed” is empty the agreed burst length is its default, 1."});
    section(
        {"其他方法", "Other methods"}, Role::Rival,
        {"同样的数据（不良 < 5 %），换别的方法：当作独立，成串时判错的通过远超 5 %；批均值与本产品相近，但扰动少时仍"
         "判错过多，数据独立时又少定论。",
         "The same plants (bad < 5 %) by other methods. Taken as independent, bursty rows pass wrongly far more often "
         "than 5 %. Batch means are close to what the product does, but wrong more often where there are few "
         "disturbances."});
    section(
        {"统计做不到的", "What no statistics can do"}, Role::Warning,
        {"样本里几乎没有扰动时，看不出一次扰动有多长：若各方约定不良逐个出现（burst_length = "
         "1）而实际成串，零不良的样本照样会出现，判定就会错。因此约定值印在每份报告里；平均少于 6 "
         "次扰动的样本，只有约定正确时判定才可信。单一批次也看不出比它的二百分之一还慢的变化（“不良率起伏”）：缓慢变"
         "化的工厂要测若干天，每天为一个批次。序贯检验可能在第一串不合格之前就接受；还没有见过的长中断，可用性的界里也"
         "没有；少数几个班次看不全长停机的尾部。",
         "A sample that holds hardly any disturbance cannot tell how long one lasts. Where the parties agree that bad "
         "rows come singly (burst_length = 1) and they come in bursts, samples without a single one are common, and "
         "the verdict is wrong. So every report prints what was agreed; below six disturbances on average a verdict "
         "is only as good as that agreement. Nor does a single run show what changes more slowly than a two-hundredth "
         "of it (“share wanders”): a plant that changes slowly is measured on several days, each a run. A "
         "sequential test may accept before the first burst; a bound of availability does not hold outages of a kind "
         "that has not been seen; and few shifts show too little of the tail that long stoppages have."});
    return std::move(text_);
  }

 private:
  [[nodiscard]] const std::string& say(const core::Text& text) const { return text.in(language_); }

  void opening() {
    const int trials = rows_.empty() ? 0 : rows_.front().at_limit.trials;
    text_ += fmt::format("# {}\n\n", say({"校准：判定错的频率", "Calibration: how often a verdict is wrong"}));
    text_ += say(
        {fmt::format("“95 % 置信度下通过”意味着至多 5 % "
                     "的判定是错的。这里对真值已知的虚拟工厂逐一判定，数出错了多少次：每行 {} "
                     "次判定，允许的上限为 5 % 加三个蒙特卡罗标准误，即 {:.2f} %。",
                     trials, 100 * most_wrong(trials)),
         fmt::format("“Pass at 95 %” claims that at most 5 % of such verdicts are wrong. Here plants of known truth "
                     "are judged and the errors counted: {} verdicts a row, and up to 5 % and three Monte Carlo "
                     "standard errors, {:.2f} %, are allowed.",
                     trials, 100 * most_wrong(trials))});
    text_ += fmt::format(
        "\n\n{}\n\n    cmake --build --preset release --target plantproof_calibration\n    "
        "build/release/bench/plantproof_calibration --trials {} --seed {} --page docs\n\n",
        say({"本页由以下命令写成（与线程数无关）：", "This page is written by (whatever the number of workers):"}),
        trials, seed_);
    text_ += say(
        {"数据的来历：“AR(1)"
         "”是自相关的高斯过程，其值超过阈值即为不良，或其指数为时延；“成串”是两状态马尔可夫链，扰动期间每"
         "行都不良（或每几行中的一行，如转台的一个工位）；“起伏”的不良率随时间缓慢变化（对数正态，σ = "
         "0.5）；“批次间不同”是每天的真值各不相同。\n",
         "How the data come about: “AR(1)” is an autocorrelated Gaussian process, of which a row is bad above a "
         "threshold, or whose exponential is the delay; “bursts” is a two-state Markov chain, every row of a "
         "disturbance being bad, or every so-many-th, as from one nest of a rotary table; “wanders” is a share that "
         "changes slowly (lognormal, σ = 0.5); “runs differ” has another truth each day.\n"});
  }

  void section(const core::Text& title, Role role, const core::Text& what) {
    bool has_any = false;
    for (const Row& row : rows_) has_any = has_any || row.experiment.role == role;
    if (!has_any) return;
    text_ += fmt::format(
        "\n## {}\n\n{}\n\n| {} |\n|---|---|---|--:|--:|--:|--:|--:|\n", say(title), say(what),
        say({"判定 | 数据 | 样本 | 约定串长 | 判错通过 % | 判错不通过 % | 未定 % | 达标时通过 %",
             "verdict | plant | sample | agreed | wrong pass % | wrong fail % | open % | passes when good %"}));
    for (const Row& row : rows_) {
      if (row.experiment.role != role) continue;
      const Tally& tally = row.at_limit;
      text_ +=
          fmt::format("| {} | {} | {} | {} | {}{} | {} | {} | {:.0f} |\n", say(row.experiment.estimator),
                      say(row.experiment.plant), say(row.experiment.sample), row.experiment.agreed,
                      percent(tally.pass, tally), breaks_its_word(row) ? " !" : "", percent(tally.fail, tally),
                      percent(tally.trials - tally.pass - tally.fail, tally), 100 * share(row.good.pass, row.good));
    }
  }

  const std::vector<Row>& rows_;
  std::uint64_t seed_;
  core::Language language_;
  std::string text_;
};

}  // namespace

double share(int count, const Tally& of) {
  return static_cast<double>(count) / static_cast<double>(of.trials);
}

double most_wrong(int trials) {
  constexpr double kAlpha = 0.05;
  return kAlpha + 3 * std::sqrt(kAlpha * (1 - kAlpha) / trials);
}

bool breaks_its_word(const Row& row) {
  return row.experiment.role == Role::Claim && share(row.at_limit.pass, row.at_limit) > most_wrong(row.at_limit.trials);
}

std::string page(const std::vector<Row>& rows, std::uint64_t seed, core::Language language) {
  return Page(rows, seed, language).text();
}

}  // namespace plantproof::calibration
