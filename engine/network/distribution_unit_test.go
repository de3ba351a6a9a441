package network

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseDuration(t *testing.T) {
	tests := []struct {
		text string
		want time.Duration
	}{
		{"0", 0}, {"0s", 0}, {"250ms", 250 * time.Millisecond}, {"1.5m", 90 * time.Second}, {"2h", 2 * time.Hour},
		{"1h30m", 90 * time.Minute}, {"-2s", -2 * time.Second}, {"1d", 24 * time.Hour}, {"0.25h", 15 * time.Minute},
		{"1.1s", 1100 * time.Millisecond}, {"3.000001s", 3*time.Second + time.Microsecond}, {".5s", 500 * time.Millisecond},
		{"0.0625m", 3750 * time.Millisecond}, {"7us", 7 * time.Microsecond}, {"7µs", 7 * time.Microsecond},
	}
	for _, test := range tests {
		if got, err := ParseDuration(test.text); err != nil || got != test.want {
			t.Errorf("ParseDuration(%q) = %v, %v; want %v", test.text, got, err, test.want)
		}
	}
	for _, text := range []string{"", "-", "5", "s", "1.5", "1..5s", "1.2.3s", "1e3s", "0x1s", "+1s", "1 s", "1s ", "5ns", "0.5us",
		"0.1234567s", "1000000h1000000h", "99999999999999999999s", "0.33333333333333333333333h", ".s", "--1s", "1s-1s"} {
		if got, err := ParseDuration(text); err == nil {
			t.Errorf("ParseDuration(%q) = %v, want an error", text, got)
		}
	}
}

func TestDurationReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := time.Duration(rapid.Int64Range(-int64(longest/time.Microsecond), int64(longest/time.Microsecond)).Draw(t, "us")) * time.Microsecond
		if got, err := ParseDuration(FormatDuration(d)); err != nil || got != d {
			t.Fatalf("%v is written %q and read %v, %v", d, FormatDuration(d), got, err)
		}
	})
	for d, want := range map[time.Duration]string{0: "0s", time.Hour: "1h", 90 * time.Minute: "1h30m", 250 * time.Microsecond: "250us", 61 * time.Second: "1m1s", 10 * time.Minute: "10m"} {
		if got := FormatDuration(d); got != want {
			t.Errorf("FormatDuration(%v) = %q, want %q", d, got, want)
		}
	}
}

func TestRatioReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64Range(0, 1).Draw(t, "ratio")
		if got, err := ParseRatio(FormatRatio(v)); err != nil || got != v {
			t.Fatalf("%v is written %q and read %v, %v", v, FormatRatio(v), got, err)
		}
	})
	for v, want := range map[float64]string{0: "0%", 0.07: "7%", 0.9995: "99.95%", 1: "100%", 0.001: "0.1%"} {
		if got := FormatRatio(v); got != want {
			t.Errorf("FormatRatio(%v) = %q, want %q", v, got, want)
		}
	}
	for _, text := range []string{"", "%", "-1%", "1.01", "101%", "1e-3", "NaN", "0x1p-2", "1%%", "half"} {
		if got, err := ParseRatio(text); err == nil {
			t.Errorf("ParseRatio(%q) = %v, want an error", text, got)
		}
	}
}
