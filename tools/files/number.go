package files

import (
	"strconv"
	"time"

	"tearsheet"
)

func itoa(n int32) string { return strconv.Itoa(int(n)) }

// dateOf unpacks yyyymmdd.
func dateOf(n int) tearsheet.Date {
	return tearsheet.Date{Year: n / 10000, Month: time.Month(n / 100 % 100), Day: n % 100}
}
