package recovery

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"netsplit/calc/unit"
)

type answer struct {
	Result struct {
		Choose     *string
		Reason     string `json:"choose_reason"`
		Strategies []struct {
			Strategy string
			RPO      float64 `json:"rpo_seconds"`
			RTO      float64 `json:"rto_seconds"`
			Meets    bool
			Rank     float64 `json:"cost_rank"`
		}
	}
}

func solved(t testing.TB, values map[string]string) (a answer) {
	t.Helper()
	w, err := Calculator().Forms[0].Solve(values)
	if err != nil {
		t.Fatal(err)
	}
	out, err := json.Marshal(w)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out, &a); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	return a
}

// "Disaster Recovery of Workloads on AWS", figure of strategies: backup and
// restore takes hours, pilot light tens of minutes, warm standby minutes, and
// multi-site active/active is real time; in this order of cost.
func TestOrdersOfMagnitude(t *testing.T) {
	a := solved(t, nil)
	for i, want := range []struct {
		name      string
		low, high float64
	}{
		{"backup-and-restore", 3600, 86400}, {"pilot-light", 600, 3600}, {"warm-standby", 60, 900}, {"active-active", 0, 60},
	} {
		s := a.Result.Strategies[i]
		if s.Strategy != want.name || s.RTO < want.low || s.RTO > want.high || s.Rank != float64(i+1) {
			t.Errorf("%+v, want %+v", s, want)
		}
	}
}

// Worked by hand: 2 TB at 200 MB/s are 10,000 s; with 5, 10 and 1 minutes
// 10,960 s. A pilot light is back after 960 s and a minute behind: the cheapest
// within 15 minutes and an hour.
func TestByHand(t *testing.T) {
	a := solved(t, map[string]string{"rpo": "15m", "rto": "1h", "data": "2TB"})
	s := a.Result.Strategies
	if s[0].RTO != 10960 || s[0].RPO != 86400 || s[0].Meets || s[1].RTO != 960 || s[1].RPO != 60 || !s[1].Meets || *a.Result.Choose != "pilot-light" {
		t.Errorf("%+v, chosen %s", s, *a.Result.Choose)
	}
}

func TestChoose(t *testing.T) {
	for _, c := range []struct{ rpo, rto, lag, want string }{
		{"1d", "4h", "1m", "backup-and-restore"},
		{"15m", "12m", "1m", "warm-standby"},
		{"1m", "1m", "1m", "active-active"},
		{"0s", "1h", "0s", "pilot-light"},
	} {
		a := solved(t, map[string]string{"rpo": c.rpo, "rto": c.rto, "lag": c.lag})
		if a.Result.Choose == nil || *a.Result.Choose != c.want {
			t.Errorf("%+v: chosen %v", c, a.Result.Choose)
		}
	}
	a := solved(t, map[string]string{"rpo": "0s"})
	if a.Result.Choose != nil || !strings.Contains(a.Result.Reason, "replicate synchronously") {
		t.Errorf("%+v", a.Result)
	}
	a = solved(t, map[string]string{"rto": "1s"})
	if a.Result.Choose != nil || !strings.Contains(a.Result.Reason, "switch faster") {
		t.Errorf("%+v", a.Result)
	}
}

// Looser objectives never make the choice dearer.
func TestMonotone(t *testing.T) {
	rank := func(a answer) int {
		for i, s := range a.Result.Strategies {
			if s.Meets {
				return i
			}
		}
		return 4
	}
	rapid.Check(t, func(t *rapid.T) {
		seconds := func(name string) int64 { return rapid.Int64Range(0, 200000).Draw(t, name) }
		rpo, rto, more := seconds("rpo"), seconds("rto"), seconds("more")
		text := func(n int64) string { return unit.CountOf(unit.FromFloat(float64(n))).String() + "s" }
		solve := func(rpo, rto int64) (a answer) {
			w, err := Calculator().Forms[0].Solve(map[string]string{"rpo": text(rpo), "rto": text(rto)})
			if err != nil {
				t.Fatal(err)
			}
			out, _ := json.Marshal(w)
			if err := json.Unmarshal(out, &a); err != nil {
				t.Fatal(err)
			}
			return a
		}
		if rank(solve(rpo+more, rto+more)) > rank(solve(rpo, rto)) {
			t.Fatal("looser objectives chose a dearer strategy")
		}
	})
}

func TestErrors(t *testing.T) {
	for _, c := range []struct {
		values         map[string]string
		argument, want string
	}{
		{map[string]string{"rpo": "15"}, "rpo", "has no unit"},
		{map[string]string{"data": "2"}, "data", "has no unit"},
		{map[string]string{"restore-rate": "200MB"}, "restore-rate", "is not how fast data comes"},
		{map[string]string{"restore-rate": "0MB/s"}, "restore-rate", "is not how fast data comes"},
		{map[string]string{"lag": "-1s"}, "lag", "is negative"},
	} {
		_, err := Calculator().Forms[0].Solve(c.values)
		if err == nil || !strings.Contains(err.Error(), c.want) || unit.Argument(err) != c.argument {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

func FuzzSolve(f *testing.F) {
	f.Add("15m", "1h", "2TB", "200MB/s")
	f.Add("\x1b[2J", "-1s", "1e-9B", "1/0s")
	f.Fuzz(func(t *testing.T, rpo, rto, data, rate string) {
		w, err := Calculator().Forms[0].Solve(map[string]string{"rpo": rpo, "rto": rto, "data": data, "restore-rate": rate})
		if err != nil && (unit.Argument(err) == "" || strings.ContainsAny(err.Error(), "\x1b\r\n")) {
			t.Fatalf("bad error %q", err)
		}
		if _, err := json.Marshal(w); err != nil {
			t.Fatal(err)
		}
	})
}

// Goal: a restore by hand: 2 TB at 200 MB/s are 10,000 s, 20 GB of log at 50 MB/s
// are 400 s, and a quarter of an hour around them. Streams are faster until the
// link is full.
func TestRestore(t *testing.T) {
	for streams, want := range map[string]float64{"1": 10000, "4": 2500, "100": 1600} { // 10 Gbit/s are 1.25 GB/s
		w, err := Restore().Forms[0].Solve(map[string]string{"streams": streams})
		if err != nil {
			t.Fatal(err)
		}
		load, _ := w.Result[1].Value.Number().Float64()
		all, _ := w.Result[0].Value.Number().Float64()
		if load != want || all != want+400+900 {
			t.Errorf("%s streams: %g s of %g s, want %g", streams, load, all, want)
		}
	}
	w, err := Restore().Forms[0].Solve(map[string]string{"rto": "20m"})
	if err != nil || !strings.Contains(w.Matters[len(w.Matters)-1].Change, "no rate is enough") {
		t.Errorf("%+v (%v)", w.Matters, err)
	}
	if _, err := Restore().Forms[0].Solve(map[string]string{"rate": "200MB"}); err == nil || unit.Argument(err) != "rate" {
		t.Errorf("a rate without a time: %v", err)
	}
}
