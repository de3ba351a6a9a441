package units

import (
	"encoding/json"
	"strings"
	"testing"

	"netsplit/calc"
	"netsplit/calc/unit"
)

type answer struct {
	Result struct {
		Value float64
		Unit  string
		Bytes float64
		Table []struct {
			Power, Value float64
			About        string `json:"approximately"`
			As           string `json:"bytes_as"`
		}
	}
}

func decode(t *testing.T, w calc.Worksheet, err error) (a answer) {
	t.Helper()
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

// The JSON has a value with its unit, and bytes for data.
func TestUnitsJSON(t *testing.T) {
	for _, test := range []struct {
		expression, unit string
		value, bytes     float64
	}{
		{"50000 * 255B", "MB", 12.75, 12_750_000},
		{"1TB in GiB", "GiB", 931.3225746154785, 1e12},
		{"1TB / (1Gbps)", "h", 8000.0 / 3600, 0},
		{"2^10", "", 1024, 0},
		{"100MB/s * 1day", "TB", 8.64, 8.64e12},
		{"10M/month", "/s", 1e7 / 2592000, 0},
	} {
		w, err := Evaluate(map[string]string{"expression": test.expression})
		a := decode(t, w, err)
		if a.Result.Value != test.value || a.Result.Unit != test.unit || a.Result.Bytes != test.bytes {
			t.Errorf("%s: %+v, want %+v", test.expression, a.Result, test)
		}
	}
}

// The last step is the value, and every step follows from its own numbers.
func TestUnitsSteps(t *testing.T) {
	w, err := Evaluate(map[string]string{"expression": "10M/month * (1KB + 270B) * 3y"})
	if err != nil {
		t.Fatal(err)
	}
	last := w.Steps[len(w.Steps)-1].Value
	if last.Number().Cmp(w.Result[0].Value.Number()) != 0 {
		t.Errorf("the last step is %s, the result %s", last, w.Result[0].Value)
	}
	if w.Matters[0].Input != "month" && w.Matters[1].Input != "month" {
		t.Errorf("the month does not matter: %+v", w.Matters)
	}
	text := calc.Text(w, 80)
	for _, want := range []string{"463.55 GB", "1 kB + 270 B      = 1.27 kB", "KB is 1000 bytes"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

func TestUnitsErrors(t *testing.T) {
	for _, test := range []struct{ expression, month, argument string }{
		{"3GB + 2h", "", "expression"}, {"1B", "30", "month"}, {"", "", "expression"},
	} {
		_, err := Evaluate(map[string]string{"expression": test.expression, "month": test.month})
		if unit.Argument(err) != test.argument {
			t.Errorf("%q: %v is not about %s", test.expression, err, test.argument)
		}
	}
}

// "Powers of two table" of the System Design Primer
// (github.com/donnemartin/system-design-primer, appendix), every row of it.
func TestPrimerPowers(t *testing.T) {
	published := []struct {
		power, exact float64
		about, bytes string
	}{
		{7, 128, "128", "128 B"}, {8, 256, "256", "256 B"}, {10, 1024, "1 thousand", "1 KiB"},
		{16, 65_536, "64 thousand", "64 KiB"}, {20, 1_048_576, "1 million", "1 MiB"}, {30, 1_073_741_824, "1 billion", "1 GiB"},
		{32, 4_294_967_296, "4 billion", "4 GiB"}, {40, 1_099_511_627_776, "1 trillion", "1 TiB"},
	}
	w, err := Table(map[string]string{"powers": "7,8,10,16,20,30,32,40"})
	a := decode(t, w, err)
	for i, want := range published {
		got := a.Result.Table[i]
		if got.Power != want.power || got.Value != want.exact || got.About != want.about || got.As != want.bytes {
			t.Errorf("%+v, the primer has %+v", got, want)
		}
	}
}

func TestPowersErrors(t *testing.T) {
	for text, want := range map[string]string{
		"": "powers is empty", "1.5": "is not a whole number", "-1": "is negative", "1001": "is too large", "ten": "does not start with a number",
		strings.Repeat("1,", 40): "are too many",
	} {
		_, err := Table(map[string]string{"powers": text})
		if err == nil || !strings.Contains(err.Error(), want) || unit.Argument(err) != "powers" {
			t.Errorf("%.20q: %v, want %s", text, err, want)
		}
	}
}
