package calc

import (
	"math"
	"math/big"
	"strings"
	"testing"

	"netsplit/calc/unit"
)

// Goal: the first result that is a number is asked for, and answers are read in
// its unit.
func TestAsk(t *testing.T) {
	var w Worksheet
	w.Title = "Serve 4k/s"
	if _, ok := Ask(w); ok {
		t.Error("a worksheet without results has a question")
	}
	w.Answer("enough", "enough", unit.Flag(true))
	w.Answer("none", "", unit.CountOf(big.NewRat(5, 1)))
	w.Answer("zero", "nothing", unit.CountOf(new(big.Rat)))
	w.Answer("endless", "endless", unit.Endless("seconds", "it grows"))
	w.Answer("wait_seconds", "time waiting", unit.Seconds(big.NewRat(90, 1)))
	q, ok := Ask(w)
	if !ok || q.Entry.Key != "wait_seconds" || q.Text != "Serve 4k/s: time waiting?" || q.Truth() != 90 {
		t.Errorf("%+v", q)
	}
}

// Goal: nothing is asked that was given, and what was is said with the question.
func TestAskNothingGiven(t *testing.T) {
	w := Worksheet{Title: "A cache"}
	w.Input("hit_ratio", "hit", unit.RatioOf(big.NewRat(19, 20)), " 95% ")
	w.Input("lag_seconds", "lag", unit.Seconds(big.NewRat(60, 1)), "")
	w.Input("writes_per_second", "writes", unit.PerSecond(big.NewRat(4, 1)), "10.368M/month")
	w.Answer("offload_ratio", "taken off", unit.RatioOf(big.NewRat(19, 20)))
	w.Answer("writes_per_second", "writes a second", unit.PerSecond(big.NewRat(4, 1)))
	if q, ok := Ask(w); !ok || q.Text != "A cache: writes a second?" || q.Given != "hit 95%, lag 1 min, writes 10.368M/month" {
		t.Errorf("%+v", q)
	}
	w.Result = w.Result[:1]
	if q, ok := Ask(w); ok {
		t.Errorf("it asks for what was given: %+v", q)
	}
	w.Tables = []Table{{RowKey: "strategy", Corner: "strategy", Columns: []Column{{Label: "loses"}, {Label: "away for"}}, Rows: []Row{
		{Label: "backups", Cells: []unit.Quantity{unit.Seconds(big.NewRat(86400, 1)), unit.Seconds(big.NewRat(7200, 1))}},
		{Label: "standby", Mark: true, Cells: []unit.Quantity{unit.Seconds(big.NewRat(60, 1)), unit.Seconds(big.NewRat(660, 1))}}}}}
	if q, ok := Ask(w); !ok || q.Text != "A cache: strategy standby, away for?" || q.Truth() != 660 {
		t.Errorf("%+v", q)
	}
}

func TestReadAnswers(t *testing.T) {
	for _, test := range []struct {
		value  unit.Quantity
		text   string
		want   float64
		wrong  string
		reason string
	}{
		{unit.Seconds(big.NewRat(1, 1)), "about 90s", 90, "90", "has no unit"},
		{unit.CountOf(big.NewRat(1, 1)), "~1.2k", 1200, "many", "answer"},
		{unit.Bytes(big.NewRat(1, 1)), "3 TB", 3e12, "3", "has no unit"},
		{unit.PerSecond(big.NewRat(1, 1)), "86400/day", 1, "86400", "has no time"},
		{unit.BytesPerSecond(big.NewRat(1, 1)), "60MB/s", 6e7, "60MB", "is bytes: write data in a time"},
		{unit.RatioOf(big.NewRat(1, 5)), "20%", 0.2, "20", "has no % sign"},
		{unit.RatioOf(big.NewRat(999, 1000)), "99%", 0.01, "101%", "more than 100%"},
		{unit.MeasureOf(big.NewRat(1, 1), unit.Dimension{Dollars: 1, Time: -1}), "$86400/day", 1, "$5", "is dollars: write money in a time"},
	} {
		q := Question{Entry: Entry{Value: test.value}}
		got, err := q.Read(test.text)
		if err != nil || math.Abs(got-test.want) > test.want*1e-9 {
			t.Errorf("%q is %g (%v), want %g", test.text, got, err, test.want)
		}
		if _, err := q.Read(test.wrong); err == nil || !strings.Contains(err.Error(), test.reason) || unit.Argument(err) != "answer" {
			t.Errorf("%q: %v, want %s", test.wrong, err, test.reason)
		}
	}
}

// Goal: whatever is typed, a number or an error about the answer.
func FuzzReadAnswer(f *testing.F) {
	f.Add("about 1.2k")
	f.Add("\x1b[2J")
	f.Add("\u023a1.2k") // grows when it is made lower case
	f.Fuzz(func(t *testing.T, text string) {
		for _, value := range []unit.Quantity{unit.Seconds(new(big.Rat)), unit.CountOf(new(big.Rat)), unit.Bytes(new(big.Rat)), unit.PerSecond(new(big.Rat)), unit.RatioOf(new(big.Rat)), unit.BytesPerSecond(new(big.Rat))} {
			if _, err := (Question{Entry: Entry{Value: value}}).Read(text); err != nil && (unit.Argument(err) != "answer" || strings.ContainsAny(err.Error(), "\x1b\r\n")) {
				t.Fatalf("bad error %q", err)
			}
		}
	})
}
