package scenario

import (
	"reflect"
	"testing"
	"time"
)

func TestBackoffForms(t *testing.T) {
	for text, want := range map[string]Backoff{
		"0s":                           {0, 1, 0},
		"100ms":                        {100 * time.Millisecond, 1, 100 * time.Millisecond},
		"exponential(100ms, 2, 10s)":   {100 * time.Millisecond, 2, 10 * time.Second},
		" exponential( 1s , 1.5, 1m )": {time.Second, 1.5, time.Minute},
	} {
		if got, err := ParseBackoff(text); err != nil || got != want {
			t.Errorf("%q = %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "x", "-1s", "2h", "exponential", "exponential()", "exponential(1s)", "exponential(1s, 0.5, 2s)", "exponential(2s, 2, 1s)", "exponential(1s, 2, 1s))", "linear(1s, 2, 3s)"} {
		if got, err := ParseBackoff(text); err == nil {
			t.Errorf("%q was accepted as %+v", text, got)
		}
	}
}

func TestCurveForms(t *testing.T) {
	for text, want := range map[string]Curve{
		"steady":                      {Kind: "steady"},
		"ramp(10/s, 500/s, 60s)":      {Kind: "ramp", Low: 10, High: 500, Over: time.Minute},
		"daily(24h, 50/s, 500/s)":     {Kind: "daily", Low: 50, High: 500, Over: 24 * time.Hour},
		"bursts(500/s, 1s, 10/s, 9s)": {Kind: "bursts", Low: 10, High: 500, Over: time.Second, Rest: 9 * time.Second},
		"schedule(0s=50/s, 1m=400/s)": {Kind: "schedule", High: 400, Steps: []RateFrom{{0, 50}, {time.Minute, 400}}},
		"schedule(5s=0/s 1m=400/s)":   {Kind: "schedule", High: 400, Steps: []RateFrom{{5 * time.Second, 0}, {time.Minute, 400}}},
	} {
		if got, err := ParseCurve(text); err != nil || !got.Equal(want) {
			t.Errorf("%q = %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "steady()", "ramp", "ramp(1/s, 2/s)", "ramp(0, 0, 1s)", "ramp(1/s, 2M/s, 1s)", "daily(0s, 1/s, 2/s)", "bursts(1/s, 1s)", "spiky(1/s)",
		"schedule", "schedule()", "schedule(50/s)", "schedule(10s=50/s, 5s=60/s)", "schedule(10s=fast)", "schedule(0s=0/s)", "schedule(0s=9M/s)"} {
		if got, err := ParseCurve(text); err == nil {
			t.Errorf("%q was accepted as %+v", text, got)
		}
	}
}

func TestScheduleForms(t *testing.T) {
	for text, want := range map[string][]Planned{
		"none":       nil,
		"10s=8":      {{10 * time.Second, 8}},
		"0s=2 1m=10": {{0, 2}, {time.Minute, 10}},
		"0s=2, 1m=0": {{0, 2}, {time.Minute, 0}},
	} {
		if got, err := ParseSchedule(text); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q = %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "8", "10s", "10s=x", "10s=8 5s=2", "10s=100000"} {
		if got, err := ParseSchedule(text); err == nil {
			t.Errorf("%q was accepted as %+v", text, got)
		}
	}
}

func TestEndpointForms(t *testing.T) {
	got, err := readEndpoints("/=5ms /search=lognormal(50ms, 0.3) /search/deep=exp(1s)")
	if err != nil || len(got) != 3 || got[0].Prefix != "/search/deep" || got[1].Prefix != "/search" || got[2].Prefix != "/" {
		t.Fatalf("%+v, %v", got, err)
	}
	if got[1].Time.String() != "lognormal(50ms, 0.3)" {
		t.Errorf("/search takes %s", got[1].Time)
	}
	for _, text := range []string{"", "search=exp(1s)", "/a", "/a=", "/a=5ms /a=6ms", "/a b=5ms"} {
		if got, err := readEndpoints(text); err == nil {
			t.Errorf("%q was accepted as %+v", text, got)
		}
	}
}
