package metric

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// The units of metrics: base units, so that nobody has to guess.
const (
	UnitRatio     = "ratio"      // 0 to 1
	UnitSeconds   = "seconds"    // a duration
	UnitCount     = "count"      // things
	UnitPerSecond = "per_second" // a rate
	UnitBytes     = "bytes"
	UnitMoney     = "money" // of whatever currency the scenario has in mind
)

// Format writes a value with its unit for people: "99.95 %", "12.3 ms",
// "1,204", "48/s", "1.5 MB". Bytes are counted in thousands (kB, MB). A value
// that is not a number, as the quantile of nothing, is "none". An unknown
// unit is written after the number as it is.
func Format(value float64, unit string) string {
	switch {
	case math.IsNaN(value):
		return "none"
	case math.IsInf(value, 1):
		return "unlimited"
	case math.IsInf(value, -1):
		return "-unlimited"
	}
	switch unit {
	case UnitRatio:
		return percent(value)
	case UnitSeconds:
		return seconds(value)
	case UnitCount, UnitMoney:
		return number(value)
	case UnitPerSecond:
		return number(value) + "/s"
	case UnitBytes:
		return bytes(value)
	case "":
		return number(value)
	}
	return number(value) + " " + unit
}

// FormatDuration writes a duration like Format does seconds.
func FormatDuration(d time.Duration) string { return seconds(d.Seconds()) }

// percent has two decimals at most, and as many more as it takes to not call
// something 100 % or 0 % that isn't.
func percent(ratio float64) string {
	p := 100 * ratio
	for decimals := 2; decimals <= 8; decimals++ {
		scale := math.Pow(10, float64(decimals))
		rounded := math.Round(p*scale) / scale
		if (rounded == 100) == (ratio == 1) && (rounded == 0) == (ratio == 0) {
			return trim(p, decimals) + "%"
		}
	}
	return trim(p, 8) + "%"
}

func seconds(s float64) string {
	for _, u := range [...]struct {
		name   string
		length float64
	}{{"h", 3600}, {"min", 60}, {"s", 1}, {"ms", 1e-3}, {"µs", 1e-6}} {
		// Compare what would be shown: 0.9999 ms is 1 ms, not 1000 µs.
		if v, err := strconv.ParseFloat(digits(s/u.length), 64); err == nil && math.Abs(v) >= 1 {
			if u.length > 1 && math.Abs(v) < 2 {
				continue // 90 s reads better than 1.5 min
			}
			return digits(s/u.length) + " " + u.name
		}
	}
	if s == 0 {
		return "0 s"
	}
	return trim(s*1e6, 3) + " µs"
}

func bytes(n float64) string {
	units := [...]string{"B", "kB", "MB", "GB", "TB", "PB", "EB"}
	i := 0
	for i < len(units)-1 && math.Abs(math.Round(n*10)/10) >= 1000 {
		n /= 1000
		i++
	}
	if i == 0 {
		return number(n) + " B"
	}
	return digits(n) + " " + units[i]
}

// digits has three significant digits, and no fewer than all before the point.
func digits(x float64) string {
	decimals := 2
	for limit := 10.0; decimals > 0 && math.Abs(x) >= limit-limit/2000; limit *= 10 {
		decimals--
	}
	return trim(x, decimals)
}

// number is a count or a rate: thousands apart, decimals only when small.
func number(x float64) string {
	if math.Abs(x) >= 1e15 {
		return strconv.FormatFloat(x, 'g', 4, 64)
	}
	s := digits(x)
	sign := ""
	if s[0] == '-' {
		sign, s = "-", s[1:]
	}
	whole, fraction, found := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if found {
		whole += "." + fraction
	}
	return sign + whole
}

// trim writes x with at most that many decimals, without zeros at the end.
func trim(x float64, decimals int) string {
	s := strconv.FormatFloat(x, 'f', decimals, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		return "0"
	}
	return s
}
