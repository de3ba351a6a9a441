package transport

import (
	"testing"
	"time"
)

// The time-out follows the rules of RFC 6298, section 2.
func TestRTO(t *testing.T) {
	const ms = time.Millisecond
	for _, test := range []struct {
		name    string
		least   time.Duration
		samples []time.Duration
		doubled int
		want    time.Duration
	}{
		{"2.1: one second before anything was measured", 0, nil, 0, time.Second},
		{"2.2: the first measurement R gives R + 4·R/2", 0, []time.Duration{100 * ms}, 0, 300 * ms},
		{"2.3: SRTT 7/8·100+1/8·180, RTTVAR 3/4·50+1/4·80", 0, []time.Duration{100 * ms, 180 * ms}, 0, 110*ms + 4*(57*ms+500*time.Microsecond)},
		{"2.4: not below the least", time.Second, []time.Duration{100 * ms}, 0, time.Second},
		{"5.5: doubled each time that it ends", 0, []time.Duration{100 * ms}, 3, 2400 * ms},
		{"2.5: not above the longest", 0, nil, 20, 60 * time.Second},
		{"never below the granularity", 0, []time.Duration{0, 0, 0}, 0, ms},
	} {
		r := rto{least: test.least}
		for _, s := range test.samples {
			r.sample(s)
		}
		r.doubled = test.doubled
		if got := r.now(); got != test.want {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
	r := rto{doubled: 4}
	if r.sample(ms); r.doubled != 0 {
		t.Error("a new measurement does not end the doubling")
	}
}
