package files

import (
	"bytes"
	"math"

	"tearsheet"
)

// ibkrColumns are the columns of a broker's chain snapshot.
var ibkrColumns = map[string][]string{
	"expiry": {"expiration", "expiry"},
	"strike": {"strike"},
	"right":  {"right"},
	"bid":    {"bid"},
	"ask":    {"ask"},
	"last":   {"last"},
	"volume": {"volume", "volume_x"},
	"oi":     {"openinterest", "open_interest"},
}

// parseIBKR reads a chain snapshot saved from the broker's API. It holds neither
// the price of the underlying nor the time of day: the chain counts as known at
// the end of the day in its name, and Spot stays 0.
func parseIBKR(f folder, b blob, day tearsheet.Date) (tearsheet.Chain, error) {
	const op = "files.chain"
	if day.IsZero() {
		return tearsheet.Chain{}, f.invalid(op, b.path, "name the file with the day of the snapshot, such as ..._20260728.csv", "the file name holds no day of the calendar")
	}
	c := tearsheet.Chain{Quoted: day.EndOfDay().UTC()}
	t, head, err := openTable(f, op, b)
	if err != nil {
		return c, err
	}
	at := columns(head, nil, ibkrColumns)
	for _, need := range []string{"expiry", "strike", "right", "bid", "ask"} {
		if at[need] < 0 {
			return c, f.badRow(op, b.path, 1, "use the header expiration,strike,right,bid,ask,last,volume,...", "no column for %s", need)
		}
	}
	optional := func(name string) (float64, error) { // an empty cell is "not quoted"
		i := at[name]
		if i < 0 || len(bytes.TrimSpace(t.cell[i])) == 0 {
			return 0, nil
		}
		v, err := t.number(name, t.cell[i])
		if err == nil && v < 0 && v == -1 { // the broker's mark for "no quote"
			return 0, nil
		}
		if err == nil && v < 0 {
			err = t.bad("remove the row or correct the cell", "%s %v is negative", name, v)
		}
		return v, err
	}
	for {
		ok, err := t.next()
		if err != nil {
			return c, err
		}
		if !ok {
			break
		}
		var o tearsheet.Contract
		exp := bytes.TrimSpace(t.cell[at["expiry"]])
		if o.Expiry = compactDay(string(exp)); o.Expiry.IsZero() {
			if o.Expiry, err = t.date(exp); err != nil {
				return c, err
			}
		}
		if o.Strike, err = t.number("strike", t.cell[at["strike"]]); err != nil {
			return c, err
		}
		if !(o.Strike > 0) || math.IsInf(o.Strike, 0) {
			return c, t.bad("remove the row or correct the cell", "strike %v is not positive", o.Strike)
		}
		switch string(bytes.ToUpper(bytes.TrimSpace(t.cell[at["right"]]))) {
		case "C", "CALL":
			o.Right = tearsheet.Call
		case "P", "PUT":
			o.Right = tearsheet.Put
		default:
			return c, t.bad("write C or P", "right %s is neither call nor put", quoted(t.cell[at["right"]]))
		}
		for name, to := range map[string]*float64{"bid": &o.Bid, "ask": &o.Ask, "last": &o.Last, "volume": &o.Volume, "oi": &o.OpenInterest} {
			if *to, err = optional(name); err != nil {
				return c, err
			}
		}
		c.Contracts = append(c.Contracts, o)
	}
	if len(c.Contracts) == 0 {
		return c, f.invalid(op, b.path, "fetch the file again or remove it", "the file has a header and no rows")
	}
	c.Findings = append(c.Findings, tearsheet.Finding{Check: "chain.time_of_day", Severity: tearsheet.SeverityInfo,
		Message: b.path + ": the snapshot stores neither its time of day nor the underlying's price; it counts as known at the end of " + day.String()})
	return c, nil
}
