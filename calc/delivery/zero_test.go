package delivery

import (
	"strings"
	"testing"

	"netsplit/calc"
	"netsplit/calc/cost"
	"netsplit/calc/unit"
)

// Goal: what costs nothing may be given as nothing. Traffic from S3 to
// CloudFront is free (Amazon S3 pricing, data transfer), so an edge that costs
// anything then never pays by money.
func TestNothingIsAPrice(t *testing.T) {
	for _, nothing := range []string{"$0/GB", "0"} {
		w, err := CDN().Forms[0].Solve(map[string]string{"origin-price": nothing, "edge-price": "$0.085/GB"})
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Join(strings.Fields(calc.Text(w, 80)), " ")
		if !strings.Contains(text, "the edge costs more than it saves at any share of hits") || strings.Contains(text, "costs less than it saves") {
			t.Errorf("origin at %s: %s", nothing, text)
		}
	}
	none := map[string]string{"servers": "0", "disk": "0B", "objects": "0B", "backups": "0B", "requests": "0/s", "egress": "0B/s", "between-zones": "0"}
	w, err := cost.Calculator(cost.Standard()).Forms[0].Solve(none)
	if err != nil || w.Result[0].Value.Number().Sign() != 0 {
		t.Errorf("nothing costs %v (%v)", w.Result, err)
	}
	none["egress"] = "-1TB/month"
	if _, err := cost.Calculator(cost.Standard()).Forms[0].Solve(none); err == nil || unit.Argument(err) != "egress" || !strings.Contains(err.Error(), "less than zero") {
		t.Errorf("less than nothing: %v", err)
	}
}
