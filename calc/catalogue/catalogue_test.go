package catalogue

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"
	"github.com/mattn/go-runewidth"

	"netsplit/calc"
)

// each runs a test on every form of every calculator, solved with its defaults.
func each(t *testing.T, test func(t *testing.T, w calc.Worksheet)) {
	for _, c := range All() {
		for i, form := range c.Forms {
			w, err := form.Solve(form.Values())
			if err != nil {
				t.Fatalf("%s, %s: %v", c.Name, form.Name, err)
			}
			t.Run(fmt.Sprintf("%s-%d", c.Name, i+1), func(t *testing.T) { test(t, w) })
		}
	}
}

// The worksheets as people see them.
func TestText(t *testing.T) {
	each(t, func(t *testing.T, w calc.Worksheet) { golden.RequireEqual(t, calc.Text(w, 80)) })
}

// No line is wider than asked for.
func TestWidths(t *testing.T) {
	each(t, func(t *testing.T, w calc.Worksheet) {
		for width := 1; width <= 120; width += 7 {
			for _, line := range strings.Split(calc.Text(w, width), "\n") {
				if n := runewidth.StringWidth(line); n > width {
					t.Fatalf("at %d: a line of %d columns: %q", width, n, line)
				}
			}
		}
	})
}

// A terminal without Unicode can show every sign: the screens know these few
// and what to write for them.
func TestSigns(t *testing.T) {
	each(t, func(t *testing.T, w calc.Worksheet) {
		for _, r := range calc.Text(w, 80) {
			if r > 0x7e && !strings.ContainsRune("→−×÷≈µ", r) {
				t.Errorf("%q is no sign of worksheets", r)
			}
		}
	})
}

// keys are the result's keys that programs rely on: the contract of the command
// line. One may be added; none may go or change its name.
func keys() map[string]string {
	return map[string]string{
		"nines-1": "downtime_seconds.year downtime_seconds.quarter downtime_seconds.month downtime_seconds.week downtime_seconds.day downtime_seconds.hour nines",
		"nines-2": "availability_ratio nines",
		"availability-1": "availability_ratio downtime_seconds.year downtime_seconds.quarter downtime_seconds.month downtime_seconds.week " +
			"downtime_seconds.day downtime_seconds.hour weakest parts.name parts.availability_ratio",
		"slo-1": "budget_seconds alerts.long_seconds alerts.short_seconds alerts.burn_rate alerts.budget_ratio",
		"estimate-1": "writes_per_second reads_per_second peak_reads_per_second peak_writes_per_second deliveries_per_second storage_bytes_per_month " +
			"storage_bytes_total ingress_bytes_per_second egress_bytes_per_second cache_bytes cores servers",
		"estimate-2": "writes_per_second reads_per_second storage_bytes_per_month storage_bytes_total",
		"little-1":   "in_system rate_per_second time_seconds",
		"little-2":   "in_system rate_per_second time_seconds",
		"little-3":   "in_system rate_per_second time_seconds",
		"queue-1":    "utilisation_ratio wait_probability_ratio in_system in_queue time_in_system_seconds time_in_queue_seconds",
		"tail-1":     "slow_ratio",
		"latency-1":  "table.name table.seconds total_seconds",
		"dr-1":       "strategies.strategy strategies.rpo_seconds strategies.rto_seconds strategies.meets strategies.cost_rank choose",
		"raid-1":     "usable_bytes tolerates_guaranteed tolerates_best minimum_disks",
		"bloom-1":    "bits bytes hashes",
		"bloom-2":    "bits bytes hashes false_positive_ratio",
		"ids-1":      "space colliding_pairs collision_ratio items_at_half",
		"quorum-1":   "strong stale_ratio consistent_ratio versions.consistent_ratio read_availability_ratio write_availability_ratio",
		"scale-1": "servers spare cost_dollars_per_second vertical_servers vertical_cost_dollars_per_second vertical_enough " +
			"options.option options.servers options.lost_ratio options.cost_dollars_per_second",
		"shards-1":      "shards decides shards_for_data shards_for_writes shards_power_of_two nodes fullest_bytes",
		"connections-1": "busy open utilisation_ratio accepted enough pool_needed instances_most memory_bytes",
		"replication-1": "bandwidth_bytes_per_second replica_bytes_per_second link_ratio lag_seconds backlog_bytes lag_worst_seconds catch_up_seconds synchronous_seconds",
		"fanout-1":      "write_per_second read_per_second choose deliveries_per_second largest_seconds",
		"cdn-1":         "offload_ratio origin_per_second origin_bytes_per_second edge_bytes_per_second mean_seconds cost_dollars_per_second",
		"cost-1":        "cost_dollars_per_second month_dollars largest price_date items.item items.cost_dollars_per_second items.share_ratio",
		"burst-1":       "queue queue_bytes longest_wait_seconds drain_seconds in_time capacity_needed_per_second",
		"autoscale-1":   "in_time delay_seconds short_per_second overload target_ratio instances_before instances_after warm_instances",
		"rto-1":         "rto_seconds restore_seconds replay_seconds meets",
		"units-1":       "value unit bytes",
		"powers-1":      "table.power table.value table.approximately",
	}
}

func TestJSONKeys(t *testing.T) {
	wanted := keys()
	each(t, func(t *testing.T, w calc.Worksheet) {
		name := t.Name()[strings.IndexByte(t.Name(), '/')+1:]
		out, err := json.Marshal(w)
		if err != nil {
			t.Fatal(err)
		}
		var doc struct {
			Command     string
			Inputs      map[string]any
			Assumptions []any
			Steps       []any
			Result      map[string]any
		}
		if err := json.Unmarshal(out, &doc); err != nil {
			t.Fatal(err)
		}
		if doc.Command != name[:strings.LastIndexByte(name, '-')] || len(doc.Inputs) == 0 || len(doc.Assumptions) == 0 || len(doc.Steps) == 0 {
			t.Errorf("not complete: %s", out)
		}
		if wanted[name] == "" {
			t.Errorf("no keys are promised for %s: add them to keys", name)
		}
		for _, key := range strings.Fields(wanted[name]) {
			if !has(doc.Result, key) {
				t.Errorf("no %s in %s", key, out)
			}
		}
	})
}

// has looks a key with dots up, in lists in their first element.
func has(object map[string]any, key string) bool {
	first, rest, nested := strings.Cut(key, ".")
	value, ok := object[first]
	if !nested || !ok {
		return ok
	}
	if list, is := value.([]any); is && len(list) > 0 {
		value = list[0]
	}
	inner, is := value.(map[string]any)
	return is && has(inner, rest)
}

// Titles fit the list of the calculator page.
func TestTitles(t *testing.T) {
	for _, c := range All() {
		if len(c.Title) > 12 {
			t.Errorf("%s: the title %q is too long for the list", c.Name, c.Title)
		}
	}
}

// Every calculator's example is the command line of its question as it stands.
func TestExamplesAreTheirShell(t *testing.T) {
	for _, c := range All() {
		sheet, err := c.Forms[0].Solve(c.Forms[0].Values())
		if err != nil || c.Example != sheet.Shell {
			t.Errorf("%s has the example %q, its worksheet %q (%v)", c.Name, c.Example, sheet.Shell, err)
		}
	}
}
