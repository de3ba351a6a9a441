package raid

import (
	"math"
	"strings"
	"testing"

	"netsplit/calc"
	"netsplit/calc/unit"
)

func solved(t *testing.T, level, disks, size string) calc.Worksheet {
	t.Helper()
	w, err := Calculator().Forms[0].Solve(map[string]string{"level": level, "disks": disks, "size": size})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func result(w calc.Worksheet, key string) unit.Quantity {
	for _, r := range w.Result {
		if r.Key == key {
			return r.Value
		}
	}
	return nil
}

// The chance to meet an unreadable sector is that of the usual argument against
// RAID 5 with large disks: 1 − (1 − 10^−15) to the power of the bits read.
func TestLostSector(t *testing.T) {
	for _, c := range []struct {
		level, disks, size string
		want               float64
	}{
		{"5", "6", "4TB", 1 - math.Exp(-0.16)}, {"5", "7", "2TB", 1 - math.Exp(-0.096)}, {"10", "6", "4TB", 1 - math.Exp(-0.032)},
		{"1", "2", "4TB", 1 - math.Exp(-0.032)}, {"1", "3", "4TB", 0}, {"6", "6", "4TB", 0},
	} {
		got, _ := result(solved(t, c.level, c.disks, c.size), "rebuild_loss_ratio").Number().Float64()
		if math.Abs(got-c.want) > 1e-9 {
			t.Errorf("RAID %s of %s × %s: %g, want %g", c.level, c.disks, c.size, got, c.want)
		}
	}
	if q := result(solved(t, "0", "6", "4TB"), "rebuild_loss_ratio"); q.Infinite() == "" {
		t.Errorf("RAID 0 is filled again: %s", q)
	}
}

// Past the size that the threshold names the chance is above one in ten, and
// below it, below.
func TestSizeThresholdHolds(t *testing.T) {
	for _, disks := range []string{"3", "6", "12"} {
		text := ""
		for _, m := range solved(t, "5", disks, "4TB").Matters {
			if rest, ok := strings.CutPrefix(m.Change, "above "); ok {
				text, _, _ = strings.Cut(rest, " a disk,")
			}
		}
		border, err := unit.ParseBytes("size", text)
		if err != nil {
			t.Fatal(err)
		}
		for factor, above := range map[float64]bool{1.01: true, 0.99: false} {
			size := unit.FromFloat(factor * border.Float64()).FloatString(0)
			chance, _ := result(solved(t, "5", disks, size+"B"), "rebuild_loss_ratio").Number().Float64()
			if (chance > much) != above {
				t.Errorf("%s disks of %s × %s: the chance is %g", disks, text, size, chance)
			}
		}
	}
}
