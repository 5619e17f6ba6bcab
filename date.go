package tearsheet

import (
	"fmt"
	"time"
)

// Date is a civil day with no time zone: the trading day of a bar, the end of a
// fiscal period. The zero Date means unknown and marshals as an empty string.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// ParseDate reads YYYY-MM-DD and refuses days that do not exist.
func ParseDate(s string) (Date, error) {
	if len(s) != len("2006-01-02") {
		return Date{}, fmt.Errorf("%s is not a date of the form YYYY-MM-DD", shown(s))
	}
	n := [3]int{}
	for i, r := range [3][2]int{{0, 4}, {5, 7}, {8, 10}} {
		for _, c := range []byte(s[r[0]:r[1]]) {
			if c < '0' || c > '9' {
				return Date{}, fmt.Errorf("%s is not a date of the form YYYY-MM-DD", shown(s))
			}
			n[i] = n[i]*10 + int(c-'0')
		}
	}
	d := Date{n[0], time.Month(n[1]), n[2]}
	if s[4] != '-' || s[7] != '-' || d != DateOf(d.UTC()) {
		return Date{}, fmt.Errorf("%s is not a day of the calendar (YYYY-MM-DD)", shown(s))
	}
	return d, nil
}

// DateOf is the civil day of t in t's own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// IsZero reports whether the date is unknown.
func (d Date) IsZero() bool { return d == Date{} }

// UTC is midnight UTC of the day, for arithmetic on days only.
func (d Date) UTC() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// AddDays moves the date by n calendar days.
func (d Date) AddDays(n int) Date { return DateOf(d.UTC().AddDate(0, 0, n)) }

// AddMonths moves the date by n months; a day past the end of the target month
// becomes its last day, as anniversary conventions have it.
func (d Date) AddMonths(n int) Date {
	first := time.Date(d.Year, d.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date{first.Year(), first.Month(), min(d.Day, last)}
}

// DaysSince is the number of calendar days from e to d.
func (d Date) DaysSince(e Date) int { return int((d.UTC().Unix() - e.UTC().Unix()) / 86400) }

// Before, After and Compare order days.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After reports whether d is later than e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// Compare returns -1, 0 or 1.
func (d Date) Compare(e Date) int {
	a, b := d.Year*10000+int(d.Month)*100+d.Day, e.Year*10000+int(e.Month)*100+e.Day
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// String returns YYYY-MM-DD, or "" for the zero date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// MarshalText implements encoding.TextMarshaler.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	v, err := ParseDate(string(b))
	if err == nil {
		*d = v
	}
	return err
}

// NewYork is the zone of the US exchanges and of EDGAR's clock. It falls back to
// fixed Eastern Standard Time when the machine has no zone database.
var NewYork = func() *time.Location {
	if l, err := time.LoadLocation("America/New_York"); err == nil {
		return l
	}
	return time.FixedZone("EST", -5*3600)
}()

// EndOfDay is the last second of the day in New York: what --as-of DATE means.
// By then the day's close and every filing accepted that day are known.
func (d Date) EndOfDay() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 23, 59, 59, 0, NewYork)
}

// CloseTime is when a US session's close becomes known: 16:00 New York. Early
// closes are earlier, so the bound is safe.
func (d Date) CloseTime() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 16, 0, 0, 0, NewYork)
}

// Clock tells the time. Code below the doors never calls time.Now, so that a
// test or a replay owns the clock.
type Clock interface{ Now() time.Time }

// IDs makes identifiers of runs and approvals.
type IDs interface{ NewID() string }
