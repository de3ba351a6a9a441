package scenario

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A scale is a unit and the power of ten, or plain factor, behind it.
type scale struct {
	unit     string
	exponent int     // of ten; the text is parsed with it, which is exact
	factor   float64 // for 1024s and time; 1 otherwise
}

func countScales() []scale {
	return []scale{{"G", 9, 1}, {"M", 6, 1}, {"k", 3, 1}, {"", 0, 1}}
}

func byteScales() []scale {
	return []scale{
		{"TiB", 0, 1 << 40}, {"GiB", 0, 1 << 30}, {"MiB", 0, 1 << 20}, {"KiB", 0, 1 << 10},
		{"TB", 12, 1}, {"GB", 9, 1}, {"MB", 6, 1}, {"KB", 3, 1}, {"kB", 3, 1}, {"B", 0, 1},
	}
}

// decimal reads digits with at most one point, times ten to the exponent.
// Signs, exponents, infinities and hexadecimal are not numbers here. The bound
// is above the longest float64 without an exponent.
func decimal(text string, exponent int) (float64, bool) {
	if text == "" || text == "." || len(text) > 400 || strings.Count(text, ".") > 1 {
		return 0, false
	}
	for i := range len(text) {
		if text[i] != '.' && (text[i] < '0' || text[i] > '9') {
			return 0, false
		}
	}
	v, err := strconv.ParseFloat(text+"e"+strconv.Itoa(exponent), 64)
	return v, err == nil
}

// scaled reads a number with one of the units.
func scaled(text string, scales []scale) (float64, bool) {
	for _, s := range scales {
		number, ok := strings.CutSuffix(text, s.unit)
		if !ok {
			continue
		}
		if v, ok := decimal(strings.TrimSpace(number), s.exponent); ok {
			return v * s.factor, true
		}
	}
	return 0, false
}

// parseNumber reads a number of zero or more: 3, 0.99, 10k.
func parseNumber(text string) (float64, error) {
	v, ok := scaled(text, countScales())
	if !ok {
		return 0, fmt.Errorf("%s is not a number: write 3, 0.5 or 10k", quote(text))
	}
	return v, nil
}

// parseCount reads a whole number of zero or more: 3, 10k, 1.5M.
func parseCount(text string) (int, error) {
	v, ok := scaled(text, countScales())
	if !ok || v != math.Trunc(v) || v > 1e15 {
		return 0, fmt.Errorf("%s is not a whole number: write 3 or 10k", quote(text))
	}
	return int(v), nil
}

// parseBytes reads an amount of data. KB is 1000 bytes, KiB 1024.
func parseBytes(text string) (float64, error) {
	if v, ok := scaled(text, byteScales()); ok {
		return v, nil
	}
	if text == "0" {
		return 0, nil
	}
	if strings.HasSuffix(text, "b") || strings.HasSuffix(text, "bit") {
		return 0, fmt.Errorf("%s counts bits; write bytes: 8 bits are 1B, so 100 megabits are 12.5MB", quote(text))
	}
	return 0, fmt.Errorf("%s is not an amount of data: write 100B, 1KB (1000 bytes) or 1KiB (1024)", quote(text))
}

// parseBandwidth reads data per second: 1MB/s. 0 is no limit.
func parseBandwidth(text string) (float64, error) {
	if text == "0" {
		return 0, nil
	}
	amount, per, ok := strings.Cut(text, "/")
	if !ok || strings.TrimSpace(per) != "s" {
		return 0, fmt.Errorf("%s is not a bandwidth: write 1MB/s", quote(text))
	}
	v, err := parseBytes(strings.TrimSpace(amount))
	if err == nil && v != 0 && (v < 1 || v > 1e15) {
		return 0, fmt.Errorf("%s is not a bandwidth that can be simulated: from 1B/s to 1000TB/s, or 0 for no limit", quote(text))
	}
	return v, err
}

// formatBandwidth is the shortest form that reads back to the same number.
func formatBandwidth(v float64) string {
	for _, s := range byteScales() {
		if s.factor != 1 || s.unit == "kB" {
			continue
		}
		if number := formatNumber(v / math.Pow10(s.exponent)); v >= math.Pow10(s.exponent) {
			if back, ok := decimal(number, s.exponent); ok && back == v {
				return number + s.unit + "/s"
			}
		}
	}
	return formatNumber(v) + "B/s"
}

// parseRate reads how often: 50/s, 100/m, 10k/s. The result is per second.
func parseRate(text string) (float64, error) {
	if text == "0" {
		return 0, nil
	}
	number, per, ok := strings.Cut(text, "/")
	v, err := parseNumber(strings.TrimSpace(number))
	if !ok || err != nil {
		return 0, fmt.Errorf("%s is not a rate: write 50/s, 100/m or 10k/s", quote(text))
	}
	switch strings.TrimSpace(per) {
	case "s":
		return v, nil
	case "m":
		return v / 60, nil
	case "h":
		return v / 3600, nil
	case "d":
		return v / 86400, nil
	}
	return 0, fmt.Errorf("%s is not a rate: after / comes s, m, h or d, like 50/s", quote(text))
}

func formatNumber(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// quote shows foreign text in a message: escapes visible, at most 40 characters.
func quote(text string) string {
	const most = 40
	n := 0
	for i := range text {
		if n == most {
			return strconv.Quote(text[:i] + "…")
		}
		n++
	}
	return strconv.Quote(text)
}
