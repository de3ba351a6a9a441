package simulate

import (
	"netsplit/calc"
	"netsplit/engine/trial"
	"netsplit/tui/caching"
	"netsplit/tui/placing"
)

// ring measures placements with one set of names after another.
func ring(sheet *calc.Worksheet, values map[string]string, runs trial.Runs) (trial.Estimates, error) {
	q, err := placing.Read(values)
	if err != nil {
		return nil, err
	}
	_, t, err := q.Expected(values["weights"])
	if err != nil {
		return nil, err
	}
	sheet.Assume("names", "others in each run", "of nodes and keys: the result above is of one set of names, the table of many")
	sheet.Assume("formula", "points at random", "relative variance (n − 1)/(nV + 1) of V points each, and (n − 1)/K of K keys; without points the second only")
	return trial.Place(t, runs)
}

func ringFormulas(values map[string]string) ([]calc.Entry, error) {
	q, err := placing.Read(values)
	if err != nil {
		return nil, err
	}
	entries, _, err := q.Expected(values["weights"])
	return entries, err
}

// cache measures hits with one sequence of requests after another.
func cache(_ *calc.Worksheet, values map[string]string, runs trial.Runs) (trial.Estimates, error) {
	_, t, err := caching.Expected(values)
	if err != nil {
		return nil, err
	}
	return trial.Hits(t, runs)
}

func cacheFormulas(values map[string]string) ([]calc.Entry, error) {
	entries, _, err := caching.Expected(values)
	return entries, err
}
