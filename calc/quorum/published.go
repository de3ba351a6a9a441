package quorum

import (
	"strings"

	"netsplit/calc"
)

// published is table 4 of Bailis and others (2012), for N = 3: by preset, R and W
// the 99.9th percentile of read and of write latency, and after how long 99.9% of
// reads see a write, in milliseconds as printed.
func published() map[string]map[[2]int][3]string {
	return map[string]map[[2]int][3]string{
		"lnkd-ssd": {{1, 1}: {"0.66", "0.66", "1.85"}, {1, 2}: {"0.66", "1.63", "1.79"}, {2, 1}: {"1.63", "0.65", "0"},
			{2, 2}: {"1.62", "1.64", "0"}, {3, 1}: {"4.14", "0.65", "0"}, {1, 3}: {"0.65", "4.09", "0"}},
		"lnkd-disk": {{1, 1}: {"0.66", "10.99", "45.5"}, {1, 2}: {"0.65", "20.97", "43.3"}, {2, 1}: {"1.63", "10.9", "13.6"},
			{2, 2}: {"1.64", "20.96", "0"}, {3, 1}: {"4.12", "10.89", "0"}, {1, 3}: {"0.65", "112.65", "0"}},
		"ymmr": {{1, 1}: {"5.58", "10.83", "1364.0"}, {1, 2}: {"5.61", "427.12", "1352.0"}, {2, 1}: {"32.6", "10.73", "202.0"},
			{2, 2}: {"33.18", "428.11", "0"}, {3, 1}: {"219.27", "10.79", "0"}, {1, 3}: {"5.63", "1870.86", "0"}},
		"wan": {{1, 1}: {"3.4", "55.12", "113.0"}, {1, 2}: {"3.4", "167.64", "0"}, {2, 1}: {"151.3", "56.36", "30.2"},
			{2, 2}: {"151.31", "167.72", "0"}, {3, 1}: {"153.86", "55.19", "0"}, {1, 3}: {"3.44", "241.55", "0"}},
	}
}

// beside notes what the paper prints for the same question, where it does.
func (q question) beside(w *calc.Worksheet, latency string) {
	row, ok := published()[strings.ToLower(strings.TrimSpace(latency))][[2]int{q.r, q.w}]
	if !ok || q.n != 3 {
		return
	}
	why := "the paper's table 4, of 99.9%: reads take " + row[0] + " ms, writes " + row[1] + " ms, and see the last write after " + row[2] + " ms"
	if row[2] != "0" {
		why += "; drawn from its own fits this comes out 5% to 17% later, as the fits' tails do by themselves"
	}
	w.Assume("published", "Bailis 2012", why)
}
