package catalogue

import (
	"encoding/json"
	"strings"
	"testing"
)

// restated are results that say a step's number in other words, or that a step
// works out as a part of its expression.
const restated = " availability/a year availability/a quarter availability/a month availability/a week availability/a day" +
	" availability/an hour availability/nines shards/as a power of two connections/instances, at most replication/lag at its end" +
	" replication/a synchronous write waits fanout/of what workers can autoscale/requests beyond capacity" +
	" autoscale/to keep in reserve instead bloom/size bloom/hashes ring/fullest ÷ mean ring/standard error "

// Goal: nothing in a result comes from nowhere: each number of the default
// question is the value of a step, an input, part of a table, or restates one.
func TestResultsComeFromSteps(t *testing.T) {
	for _, c := range All() {
		for _, form := range c.Forms {
			sheet, err := form.Solve(form.Values())
			if err != nil {
				t.Fatal(err)
			}
			known := map[string]bool{}
			for _, s := range sheet.Steps {
				known[s.Value.Number().RatString()] = true
			}
			for _, e := range sheet.Inputs {
				known[e.Value.Number().RatString()] = true
			}
			for _, table := range sheet.Tables {
				for _, row := range table.Rows {
					for _, cell := range row.Cells {
						known[cell.Number().RatString()] = true
					}
				}
			}
			for _, e := range sheet.Result {
				if e.Label == "" || e.Value.Infinite() != "" {
					continue
				}
				if _, plain := e.Value.(interface{ JSON() any }); plain {
					continue
				}
				if strings.Contains(restated, " "+c.Name+"/"+e.Label+" ") {
					continue
				}
				if !known[e.Value.Number().RatString()] {
					t.Errorf("%s, %s: %s = %v is in no step", c.Name, form.Name, e.Label, e.Value)
				}
			}
		}
	}
}

// FuzzForms: whatever is typed into any field of any calculator, there is an
// answer or an error that names an input.
func FuzzForms(f *testing.F) {
	f.Add(uint8(0), uint8(0), "1e999")
	f.Add(uint8(25), uint8(1), "a=600,b=300")
	f.Add(uint8(26), uint8(2), "-1")
	f.Add(uint8(3), uint8(3), "\x1b[2J")
	all := All()
	f.Fuzz(func(t *testing.T, which, field uint8, text string) {
		c := all[int(which)%len(all)]
		form := c.Forms[0]
		name := form.Fields[int(field)%len(form.Fields)].Name
		values := form.Values()
		switch c.Name { // those that run for as long as they are asked to
		case "cache":
			values["items"], values["requests"], values["capacity"] = "100", "100", "10"
		case "ring":
			values["keys"], values["nodes"] = "100", "3"
		}
		if name == "items" || name == "requests" || name == "keys" || len(text) > 200 || c.Name == "ring" && strings.ContainsAny(text, "0123456789") && len(text) > 3 {
			return
		}
		values[name] = text
		sheet, err := form.Solve(values)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\x1b\x00") || err.Error() == "" {
				t.Fatalf("%s %s %q: %q", c.Name, name, text, err)
			}
			return
		}
		if _, err := json.Marshal(sheet); err != nil {
			t.Fatalf("%s %s %q: %v", c.Name, name, text, err)
		}
	})
}
