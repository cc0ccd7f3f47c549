#include "metrics/method.hpp"

namespace plantproof::metrics {
namespace {

/// What both bounds of a ratio say of units that are counted.
core::Text with_least_variance(core::Text description) {
  description.zh +=
      "按件计数的量在起止两端各有不足一件分不清，故各单元的方差至少取一件所值的平方的六分之一（JCGM "
      "100:2008，F.2.2.1），哪怕少数几个单元彼此十分接近。";
  description.en +=
      " A count between two moments is off by a part of one item at either end: the variance of units is taken to be "
      "at least a sixth of the square of what one item is worth (JCGM 100:2008, F.2.2.1), however alike the few of "
      "them are.";
  return description;
}

}  // namespace

const std::vector<MethodInfo>& method_infos() {
  static const std::vector<MethodInfo> kInfos = {
      {Method::Census,
       "census",
       {"全数清点", "counted in full"},
       {"对象全部清点，没有抽样，因此没有抽样误差：上下界就是数值本身。尚未确认的对象，或时钟误差可能改变归属的对象，只"
        "计入一侧的"
        "界，上下界因此分开。",
        "Everything was counted and nothing sampled, so there is no sampling error: the bounds are the value itself. "
        "What is not established, or what a clock error may move across the line, counts for one bound only and so "
        "parts them."},
       {}},
      {Method::ClopperPearson,
       "clopper-pearson",
       {"Clopper-Pearson 精确界", "exact Clopper-Pearson bounds"},
       {"比例的精确二项界：下界是使观察到的成功数（或更多）仍有 α "
        "概率出现的最小比例，上界对称。不作正态近似，因此零错误、小样本时同样成立。试验相互关联时，计数先除以设计效应："
        "批次内由自相关求得，批次间由各批次的差异求得（单一批次则由其各十分之一段），并计入其自身的不确定。",
        "Exact binomial bounds of a proportion: the lower one is the least proportion at which as many successes as "
        "seen, or more, still have probability α; the upper one likewise. Nothing is taken for normal, so it holds "
        "with no error at all and with few trials. Where trials depend on each other the counts are first divided by "
        "the design effect, from the autocorrelation within runs and the spread between them (or between the tenths of "
        "a single one), with an allowance for "
        "its being estimated."},
       {"C. J. Clopper, E. S. Pearson, Biometrika 26 (1934)", {"第 404–413 页", "p. 404-413"}}},
      {Method::OrderStatistics,
       "order-statistics",
       {"次序统计量界", "order statistics"},
       {"分位数的界取自排序后的样本本身：第 r 小的值，r 由二项分布给出。对时延的分布不作任何假设；丢失的消息排在最后（"
        "无穷大）。消息相互关联时，界处的计数除以设计效应。有效样本不足以支撑该分位数时没有界，例如 95 % 置信度下 p99 "
        "至少要 299 条独立消息。",
        "The bounds of a quantile are values of the sorted sample: the r-th smallest, r from the binomial "
        "distribution. Nothing is assumed of how delays are distributed; lost messages come last, as infinite. Where "
        "messages depend on each other the counts at a bound are divided by the design effect there. Where the "
        "effective sample is too small for the quantile there is no bound: p99 at 95 % confidence needs at least 299 "
        "independent messages."},
       {"H. A. David, H. N. Nagaraja, Order Statistics, 3rd ed. (2003)", {"7.1 节", "section 7.1"}}},
      {Method::StudentT,
       "student-t",
       {"Student t 界", "Student's t"},
       {"均值的界：均值加减 t 分位数乘以标准误。消息相互关联时方差乘以设计效应；自由度按样本的尾部（四阶矩）折减，"
        "长尾一侧的界按偏度外移。均值由少数样本决定时没有界。",
        "Bounds of a mean: the mean plus or minus the t quantile times the standard error. Where values depend on each "
        "other their variance is multiplied by the design effect; the degrees of freedom are those that the sample's "
        "tails leave (fourth moment), and the bound on the side of the longer tail is moved out by the skewness. Where "
        "few of the values carry the mean there are no bounds."},
       {"Student, Biometrika 6 (1908)", {"第 1–25 页", "p. 1-25"}}},
      {Method::FiellerPaired,
       "fieller-paired",
       {"Fieller 成对比值界", "Fieller for pairs"},
       with_least_variance(
           {"同名的批次或班次前后成对，两均值之比的界：使“后减 ρ 倍前”的均值与 0 无显著差别的全部 ρ。利用成对相关"
            "，比独立两组更灵敏。分母不能与 0 清楚分开时没有界。",
            "Units of the same name before and after are pairs; the bounds of the ratio of their means are those "
            "ρ for which the mean of “after minus ρ times before” does not differ from 0. It uses what the pairs "
            "have in common and so sees more than two independent arms do. Where the denominator is not clearly "
            "apart from 0 there are no bounds."}),
       {"E. C. Fieller, J. R. Stat. Soc. B 16 (1954)", {"第 175–185 页", "p. 175-185"}}},
      {Method::FiellerSatterthwaite,
       "fieller-satterthwaite",
       {"Fieller 独立两组比值界", "Fieller for independent arms"},
       with_least_variance(
           {"前后两组相互独立、方差可以不同，两均值之比的界按 Fieller 法求得，自由度取 Satterthwaite 近似；两组单"
            "元数不等而较少的一组不足四个时，改取两组各自 t 值按方差加权的平均（Cochran–Cox）。每组至少两个单元；"
            "分母不能与 0 清楚分开时没有界。",
            "Two independent arms whose variances may differ: the bounds of the ratio of their means are "
            "Fieller's, with Satterthwaite's degrees of freedom; where one arm has fewer than four units and the "
            "other more of them, with the mean of both arms' t, weighted by their variances (Cochran and Cox). "
            "Each arm needs two units; where the denominator is not clearly apart from 0 there are no bounds."}),
       {"E. C. Fieller, J. R. Stat. Soc. B 16 (1954); F. E. Satterthwaite, Biometrics Bulletin 2 (1946)",
        {"第 175–185 页；第 110–114 页", "p. 175-185; p. 110-114"}}},
      {Method::SignedRanks,
       "wilcoxon-signed-rank",
       {"Wilcoxon 符号秩", "Wilcoxon's signed ranks"},
       {"成对比值的秩方法，列在均值之比旁边作为旁证，不参与判定。估计取任意两对合并后比值的中位数，界取使“后减 ρ "
        "倍前”的符号秩检验不拒绝的 "
        "ρ，零分布精确计数。个别异常的批次或班次能把均值拉得很远，却只移动一个秩；两者结论不同时应查"
        "看个别单元。95 % 置信度下至少要 5 对才有界。",
        "The ratio of pairs by ranks, shown beside the ratio of means; it decides nothing. The estimate is the median "
        "of "
        "the ratios of any two pairs put together, the bounds are those ρ at which the signed-rank test of “after "
        "minus "
        "ρ times before” does not reject, its distribution counted exactly. One odd run or shift drags a mean as far "
        "as it "
        "likes and moves a rank by one; where the two judge differently, look at the single units. At 95 % it takes "
        "five pairs for a bound."},
       {"F. Wilcoxon, Biometrics Bulletin 1 (1945); J. L. Hodges, E. L. Lehmann, Ann. Math. Stat. 34 (1963)",
        {"第 80–83 页；第 598–611 页", "p. 80-83; p. 598-611"}}},
      {Method::RankSums,
       "mann-whitney",
       {"Mann-Whitney 秩和", "Mann-Whitney's rank sums"},
       {"独立两组比值的秩方法，列在均值之比旁边作为旁证，不参与判定。估计取全部两两比值的中位数，界取使“后”与“ρ "
        "倍前”的秩和检验不拒绝的 ρ，零分布精确计数。假定前后的分布只差一个倍数；离散程度变化很大时只宜参考。",
        "The ratio of independent arms by ranks, shown beside the ratio of means; it decides nothing. The estimate is "
        "the median of the ratios of every unit after to every unit before, the bounds are those ρ at which the "
        "rank-sum "
        "test of “after” against “ρ times before” does not reject, its distribution counted exactly. It assumes that "
        "the arms differ by a factor only; where their spread changes much, it is a hint and no more."},
       {"H. B. Mann, D. R. Whitney, Ann. Math. Stat. 18 (1947); J. L. Hodges, E. L. Lehmann, Ann. Math. Stat. 34 "
        "(1963)",
        {"第 50–60 页；第 598–611 页", "p. 50-60; p. 598-611"}}},
      {Method::Mover,
       "mover",
       {"MOVER 两比例比较界", "MOVER for two proportions"},
       {"两个比例之差或之比的界，由各自的 Clopper-Pearson 界合成（方差估计恢复法），不要求分布对称，比例接近 0 "
        "时同样可用。",
        "Bounds of the difference or the ratio of two proportions, put together from the Clopper-Pearson bounds of "
        "each (method of variance estimates recovery). It needs no symmetry and works for proportions near 0."},
       {"A. Donner, G. Y. Zou, Stat. Methods Med. Res. 21 (2012)", {"第 347–359 页", "p. 347-359"}}},
      {Method::Kriging,
       "kriging",
       {"克里金条件模拟", "kriging with conditional simulation"},
       {"由路测样本推断整片区域：把信号余量看作高斯随机场，以样本为条件反复模拟未测到的栅格，界取各次模拟所得覆盖率的分"
        "位数。变差"
        "函数的不确定性也计入其中。样本太少或余量处处相同时没有界。",
        "From a walk test to the whole floor: the margin of the signal is taken for a Gaussian field and the cells "
        "nobody measured are simulated many times, conditionally on the samples; the bounds are quantiles of the "
        "shares so found. That the variogram is not known exactly is part of them. With few samples, or equal margins "
        "everywhere, there are no bounds."},
       {"J.-P. Chilès, P. Delfiner, Geostatistics, 2nd ed. (2012)", {"第 7 章", "chapter 7"}}},
      {Method::Hoeffding,
       "hoeffding",
       {"Hoeffding 界", "Hoeffding's bounds"},
       {"取值在 0 与 1 之间的独立单元（例如各批次的中断时间占比）的均值之界：只用到取值范围，不假设分布。全部为 0 "
        "时上界为 1 - α^(1/n)，与精确二项界相同：没有出现中断不等于不会中断。偏保守。",
        "Bounds of the mean of independent units that lie between 0 and 1, such as the share of each run's time "
        "that was down. Nothing but that range is used. Where all are 0 the upper bound is 1 - α^(1/n), as the exact "
        "binomial one: no outage seen is not none possible. Somewhat conservative."},
       {"W. Hoeffding, J. Am. Stat. Assoc. 58 (1963)", {"定理 1，第 13–30 页", "theorem 1, p. 13-30"}}},
      {Method::Extremum,
       "extremum",
       {"极值", "extremum"},
       {"所测到的最大值。它只说明测到的消息；对未测到的消息不作任何统计推断，因此通过的结论仅限于这份样本。",
        "The largest value that was seen. It speaks of what was measured and infers nothing about what was not, so a "
        "pass holds for this sample only."},
       {}},
      {Method::WaldSequential,
       "wald-sequential",
       {"Wald 序贯检验", "Wald's sequential test"},
       {"逐个观察，累计不合格数首次到达接受线或拒绝线时即判定，因此随时可以查看，不放大误判概率。"
        "两条线由可接受值、限值和两类风险事先定下；越线之后的数据不再使用。"
        "实际比例介于可接受值与限值之间时，两种结论都可能出现："
        "“不通过”说明达不到可接受值，不说明已超出限值。两条线取似然比 α 与 1 / β 处，"
        "各行独立时误通过概率不超过 α，误不通过概率不超过 β（Ville 不等式）。"
        "停止点由数据决定，故不另给置信界。不合格成串出现时，按各行看出的或 burst_length "
        "给定的程度（取大者）放宽两线；不合格太少时看不出，只凭 burst_length。",
        "Trials are taken in the order in which they were observed, and the first crossing of the accept or the reject "
        "line by the count of errors decides, so it may be looked at at any time without wrong verdicts becoming "
        "likelier. Both lines are fixed beforehand by the acceptable rate, the limit and the two risks; what comes "
        "after the crossing is not used. Between the acceptable rate and the limit either verdict may come out: a fail "
        "says that the acceptable rate is not met, not that the limit is exceeded. The lines lie where the "
        "likelihood ratio is α and 1 / β: of independent trials a wrong pass has a probability of at most α, a wrong "
        "fail of at most β (Ville's inequality). Since the data choose where to stop, there are no bounds "
        "beside the verdict. Where errors come in bursts the lines move apart, by what the rows show or by "
        "burst_length, whichever is more; few errors show nothing, and burst_length alone decides."},
       {"A. Wald, Sequential Analysis (1947)", {"5.3 节", "section 5.3"}}},
  };
  return kInfos;
}

const MethodInfo& method_info(Method method) {
  return method_infos()[static_cast<std::size_t>(method)];
}

}  // namespace plantproof::metrics
