package raid

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"netsplit/calc/unit"
)

func results(t testing.TB, level, disks, size string) map[string]float64 {
	t.Helper()
	w, err := Calculator().Forms[0].Solve(map[string]string{"level": level, "disks": disks, "size": size})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]float64{}
	for _, e := range w.Result {
		found[e.Key], _ = e.Value.Number().Float64()
	}
	return found
}

// Wikipedia, "Standard RAID levels" (comparison) and "Nested RAID levels": least
// disks 2, 2, 3, 4, 4; space 1, 1/n, 1 − 1/n, 1 − 2/n, 1/2; failures none, n − 1,
// one, two, one a pair. Six disks of 4 TB.
func TestLevels(t *testing.T) {
	for level, want := range map[string][4]float64{
		"0": {24e12, 0, 0, 2}, "1": {4e12, 5, 5, 2}, "5": {20e12, 1, 1, 3}, "6": {16e12, 2, 2, 4}, "10": {12e12, 1, 3, 4},
	} {
		r := results(t, level, "6", "4TB")
		got := [4]float64{r["usable_bytes"], r["tolerates_guaranteed"], r["tolerates_best"], r["minimum_disks"]}
		if got != want {
			t.Errorf("RAID %s: %v, want %v", level, got, want)
		}
	}
}

// Several levels stand side by side, one that does not fit with the reason.
func TestSeveral(t *testing.T) {
	w, err := Calculator().Forms[0].Solve(map[string]string{"level": "RAID5, 10", "disks": "5", "size": "1TB"})
	if err != nil {
		t.Fatal(err)
	}
	out, err := json.Marshal(w)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"level":"5","usable_bytes":4000000000000,`, `"level":"10","usable_bytes":null,"usable_bytes_reason":"5 disks do not make pairs, as RAID 10 needs"`} {
		if !strings.Contains(string(out), want) {
			t.Errorf("no %s in %s", want, out)
		}
	}
}

func TestErrors(t *testing.T) {
	for _, c := range []struct{ level, disks, size, argument, want string }{
		{"5", "2", "4TB", "disks", "are too few for RAID 5: give at least 3"},
		{"10", "5", "4TB", "disks", "give an even number, such as 6"},
		{"6", "3", "4TB", "disks", "give at least 4"},
		{"7", "6", "4TB", "level", "use 0, 1, 5, 6, 10"},
		{"5", "0", "4TB", "disks", "is too small"},
		{"5", "3", "4", "size", "has no unit"},
		{"5,5,5,5,5,5,5", "3", "4TB", "level", "has too many levels"},
	} {
		_, err := Calculator().Forms[0].Solve(map[string]string{"level": c.level, "disks": c.disks, "size": c.size})
		if err == nil || !strings.Contains(err.Error(), c.want) || unit.Argument(err) != c.argument {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

// Laws: with luck never less may fail than for sure, and what is usable and
// what may fail never exceed the disks.
func TestLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := rapid.SampledFrom(Levels()).Draw(t, "level")
		n := rapid.Int64Range(l.Minimum, 100).Draw(t, "disks")
		kept, _ := l.kept(n).Float64()
		if l.best(n) < l.sure(n) || kept+float64(l.sure(n)) > float64(n) {
			t.Fatalf("RAID %s of %d keeps %g, survives %d to %d", l.Name, n, kept, l.sure(n), l.best(n))
		}
	})
}

func FuzzSolve(f *testing.F) {
	f.Add("5", "6", "4TB")
	f.Add("\x1b[2J", "-1", "1e-30B")
	f.Fuzz(func(t *testing.T, level, disks, size string) {
		w, err := Calculator().Forms[0].Solve(map[string]string{"level": level, "disks": disks, "size": size})
		if err != nil && (unit.Argument(err) == "" || strings.ContainsAny(err.Error(), "\x1b\r\n")) {
			t.Fatalf("bad error %q", err)
		}
		if _, err := json.Marshal(w); err != nil {
			t.Fatal(err)
		}
	})
}

// Goal: a level is named, with or without the word, and is never below zero.
func TestLevelNames(t *testing.T) {
	for text, want := range map[string]string{"raid-10": "10", "RAID 6": "6", "raid5": "5", "1+0": "10", "0": "0"} {
		if list, err := parseLevels(text); err != nil || list[0].Name != want {
			t.Errorf("%s: %v (%v)", text, list, err)
		}
	}
	for _, text := range []string{"-1", "-5", "raid", "--1", "50"} {
		if list, err := parseLevels(text); err == nil {
			t.Errorf("%s is read as %v", text, list)
		}
	}
}
