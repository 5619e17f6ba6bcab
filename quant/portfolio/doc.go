// Package portfolio turns returns and views into weights, and weights into
// position sizes.
//
//   - covariance: [SampleCov], [LedoitWolf], [LedoitWolfConstantCorrelation],
//     [EWMACov], pairwise-complete [PairwiseCov] and [PairwiseCorr], repair by
//     [NearestPSD] and [NearestCorrelation];
//   - mean-variance: [MinVariance], [TargetReturn], [TargetRisk], [MaxSharpe],
//     [MaxUtility], under [Constraints] (bounds, group caps, turnover);
//   - [BlackLitterman], [RiskParity], [HRP], [MinCVaR];
//   - eighteen risk [Measure]s with [MinRisk] and [RiskParityOf] for each;
//   - sizing: [VolTarget], [Kelly], [KellyMulti], [WholeShares], [Allocate].
//
// Units. Returns are simple returns per period as fractions, a panel is rows of
// time by columns of assets. Means, covariances and rates passed together must
// be on the same period (all daily or all annual); nothing is annualised here.
// Weights are fractions of capital.
//
// Bad input is an [*InputError] naming the argument and the reason, with a kind
// for errors.Is; infeasible constraints name the constraints that conflict.
//
// Traps.
//   - HRP must be given the correlation it clusters on: correlation derived
//     from a pairwise covariance is not the pairwise correlation, and on
//     ragged data the weights differ by up to 100 %.
//   - A sample covariance of no more periods than assets is singular; it is
//     refused, shrink it or repair it first.
//   - CVaR here is the Rockafellar-Uryasev value with fractional weight on the
//     boundary scenario; its weights need not be unique.
//   - Drawdown measures use uncompounded cumulative returns starting at zero.
package portfolio
