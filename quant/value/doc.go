// Package value holds the arithmetic of company valuation and of the classic
// accounting scores: discounted cash flow and its reverse, the cost of capital,
// dividend discount, residual income, market multiples, Altman's Z, Piotroski's
// F, Beneish's M and the DuPont identity.
//
// Units. Money is in any one currency and scale, the same for every argument of
// a call; rates, growth and margins are fractions per year (0.08 is 8 %);
// years are counted from the valuation date, flow 1 being one year ahead.
// Everything is a pure function of its arguments.
//
// Missing is not zero. A line item that was not reported is an [Item] with OK
// false; a model that needs it returns an [*InputError] of kind [ErrMissing]
// naming it, and so for NaN, infinities, zero denominators and values outside a
// model's domain. When several inputs are bad the errors are joined, so a
// report can list every gap at once. Every score returns its components.
//
// Traps.
//   - A Gordon terminal value needs growth < WACC; at or above it the sum does
//     not exist ([ErrGrowth]), and just below it the value is noise.
//   - With mid-year flows the Gordon terminal value is often also moved half a
//     year; it is not here unless [Terminal.MidYear] says so.
//   - Piotroski scales income, cash flow and sales by beginning-of-year assets,
//     but leverage here by end-of-year assets.
//   - Altman's 1968 weight on sales/assets is used as 1.0; the original table
//     printed 0.999.
package value
