// Package option prices options and reads what option prices say: European
// (Black-76 / Black-Scholes-Merton) with all Greeks, implied volatility to machine
// accuracy, American exercise, volatility smiles and surfaces, forwards from
// parity, implied moves and probabilities.
//
// # Conventions
//
// Rates and yields are fractions per year, continuously compounded, of any sign.
// Volatility is a fraction per square root of a year. Time is in years. Vega, Rho,
// DividendRho and Volga are per 1.00; Theta and Charm per year of calendar time.
// See Inputs and Greeks for every field.
//
// # Errors
//
// Bad data never panics and never gives NaN: every refusal is an *ArgError that
// names the argument, its value and the rule, and unwraps to one of the Err
// values, so callers use errors.Is. Nothing allocates on the way to a price.
//
// # Which function
//
//	one European contract           Evaluate, Price, Black76
//	a chain of one expiry           NewExpiry, then Expiry.Chain, ChainPrices, ImpliedVols
//	implied volatility              ImpliedVol; NormalisedVol for (x, beta) -> s
//	American exercise               American (modes Fast, Accurate, Precise), ExerciseBoundary
//	... with cash dividends         AmericanTree; European: Inputs.WithDividends
//	named approximations            BaroneAdesiWhaley, BjerksundStensland1993, JuQuadratic, QDPlusAmerican
//	forward and carry from quotes   ForwardFromParity, ParityFromChain
//	expected move, probabilities    ImpliedMove, ProbabilityAbove, ProbabilityOfTouch
//	smile and surface               FitSVI, FitSmile, Smile, Surface
//
// # Sources
//
// Black (1976), Merton (1973); P. Jäckel, Let's Be Rational (2015); Andersen, Lake and
// Offengenden (2016) with Li's QD+ (2009); Barone-Adesi and Whaley (1987); Bjerksund
// and Stensland (1993); Ju and Zhong (1999); Gatheral (2004), Gatheral and Jacquier
// (2014), De Marco and Martini (2009) for SVI; Wichura's AS 241.
//
// # Traps
//
//   - A European put below its raw intrinsic value is legal when r > 0: its bound is
//     K e^-rT - S e^-qT (EuropeanBounds), and that is what ImpliedVol holds it to.
//   - An in-the-money price carries few digits of volatility; imply from the
//     out-of-the-money side where both are quoted.
//   - Published American tables are often of one engine, not of the model: QuantLib's
//     QD+ engine gives 22.9738 for the put S=100, K=120, T=10, r=10 %, q=3 %, vol=25 %,
//     which is worth 23.0003. QDPlusAmerican reproduces the former, American the latter.
//   - Day counts differ between references (Actual/360 in the Haug tests, Actual/365 in
//     the QD tests); Years is taken as given.
//   - Parity holds for European options. Single-stock quotes are American: estimate
//     the forward from strikes near the money.
//   - Approximations fail for negative rates; they return ErrNoSolution then.
package option
