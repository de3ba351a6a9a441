package cost

import (
	"math"
	"strings"
	"testing"
)

// Goal: the embedded list reads, has its date, and the month adds up by hand:
// 10 servers of $0.10/h for 720 hours, 5 TB of disk at $0.08/GB, and so on.
func TestMonth(t *testing.T) {
	w, err := Calculator(Standard()).Forms[0].Solve(nil)
	if err != nil {
		t.Fatal(err)
	}
	want := 10*0.10*720 + 5000*0.08 + 50000*0.023 + 5000*0.05 + 1000*0.40 + 20000*0.09 + 10000*0.02
	for _, e := range w.Result {
		if got, _ := e.Value.Number().Float64(); e.Key == "month_dollars" && math.Abs(got-want) > 1e-6 {
			t.Errorf("a month costs $%g, want $%g", got, want)
		}
	}
	sum := 0.0
	for _, row := range w.Tables[0].Rows {
		share, _ := row.Cells[1].Number().Float64()
		sum += share
	}
	if math.Abs(sum-1) > 1e-9 {
		t.Errorf("the shares add up to %g", sum)
	}
	if Standard().Date == "" || !strings.Contains(w.Assumptions[0].Convention, Standard().Date) {
		t.Errorf("the answer has no date: %+v", w.Assumptions[0])
	}
}

// Goal: another list takes the place of the embedded one, and a wrong one is
// told by line.
func TestParsePrices(t *testing.T) {
	other := strings.Replace(Embedded(), "server: $0.10/h", "server: $0.20/h", 1)
	p, err := ParsePrices(other)
	if err != nil {
		t.Fatal(err)
	}
	w, err := Calculator(p).Forms[0].Solve(map[string]string{"servers": "1", "disk": "0B", "objects": "0B", "backups": "0B", "requests": "0/s", "egress": "0", "between-zones": "0"})
	if got, _ := w.Result[1].Value.Number().Float64(); err != nil || got != 144 {
		t.Errorf("a server of $0.20/h costs $%g a month (%v)", got, err)
	}
	for _, c := range []struct{ from, to, want string }{
		{"server: $0.10/h", "server: 0.10", "server \"0.10\" is not its price: write one such as $0.10/h"},
		{"server: $0.10/h", "servr: $0.10/h", "\"servr\" is not an item. Did you mean server?"},
		{"server: $0.10/h", "", "the list of prices has no server"},
		{"server: $0.10/h", "server: $0.10/h\nserver: $1/h", "is given twice"},
		{"server: $0.10/h", "server $0.10/h", "has no value: write NAME: VALUE"},
		{"date: 2026-06-17", "date: yesterday", "is not a day"},
		{"date: 2026-06-17", "", "has no date"},
		{"source:", "# source:", "has no source"},
		{"egress: $0.09/GB", "egress: $0.09", "is not its price"},
	} {
		_, err := ParsePrices(strings.Replace(Embedded(), c.from, c.to, 1))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %s", c.to, err, c.want)
		}
	}
}

// Goal: no list makes it panic, and none prints what a terminal would obey.
func FuzzParsePrices(f *testing.F) {
	f.Add(Embedded())
	f.Add("date: \x1b[2J\nsource: \x1b]0;x\x07")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ParsePrices(text)
		if strings.ContainsAny(p.Source+p.Date, "\x1b\x07\n") {
			t.Fatalf("%q came through", p.Source)
		}
		if err == nil {
			if _, err := Calculator(p).Forms[0].Solve(nil); err != nil {
				t.Fatal(err)
			}
		}
	})
}
