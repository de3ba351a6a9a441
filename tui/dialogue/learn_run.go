package dialogue

import (
	"slices"
	"strings"

	"netsplit/content"
	"netsplit/content/grade"
	"netsplit/engine"
	"netsplit/store/sqllab"
	"netsplit/tui/record"
)

// lab offers to run a scenario's own steps.
func (t *learnTalk) lab(sc *content.Scenario) error {
	t.say("Lab: %s Type run to run its steps, or enter to go on. By hand: netsplit --accessible lab %s", ended(sc.Title), sc.Name)
	return t.offer(func() error { return t.run(sc) })
}

// experiment offers to take the steps of an experiment, line by line.
func (t *learnTalk) experiment(name string) error {
	lab, ok := sqllab.Find(name)
	if !ok {
		t.say("There is no experiment %s.", name)
		return nil
	}
	t.say("Experiment on a real database: %s Type run to take its steps, or enter to go on. Later: netsplit --accessible sql %s", lab.Title, name)
	return t.offer(func() error {
		_, err := t.SQL(lab, SQLOptions{})
		return err
	})
}

// offer waits for the word run, and does it.
func (t *learnTalk) offer(run func() error) error {
	for {
		line, ok := t.ask()
		switch {
		case !ok || leaves(line):
			t.left = true
			return nil
		case line == "" || strings.EqualFold(line, "next"):
			return nil
		case strings.EqualFold(line, "run"):
			return run()
		}
		t.say("Type run, enter to go on, or quit.")
	}
}

// run runs a scenario, tells its steps and grades what was predicted of it.
func (t *learnTalk) run(sc *content.Scenario) error {
	report, err := record.RunScenario(sc)
	if err != nil {
		t.say("error: %v", err)
		return nil
	}
	for _, step := range report.Steps {
		line := "- " + step.Step
		if step.State == "failed" {
			line += ": failed"
		}
		if step.Message != "" {
			line += ": " + step.Message
		}
		t.say("%s", line)
	}
	t.say("%.1f virtual seconds; %d operations, %d of them failed.", report.VirtualSeconds, report.Operations.Total, report.Operations.Failed)
	return t.grade(sc, report)
}

func (t *learnTalk) grade(sc *content.Scenario, report *engine.Report) error {
	if t.r.Lesson == nil {
		return nil
	}
	var ids []string
	for id := range t.chosen {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, b := range t.r.Document.AllBlocks() {
		if b.Predict == nil || !slices.Contains(ids, b.Predict.ID) {
			continue
		}
		decides := t.r.Lesson.PredictScenario(b.Predict.ID)
		if decides == nil || decides.Name != sc.Name {
			continue
		}
		outcome, err := grade.Predict(b.Predict, record.Shown(report))
		if err != nil {
			t.say("Your prediction can't be graded: %v", err)
			continue
		}
		n := t.chosen[b.Predict.ID]
		delete(t.chosen, b.Predict.ID)
		correct := n == outcome.Option
		t.gap()
		if correct {
			t.say("You predicted it: %s (%s).", b.Predict.Options[n-1], outcome.Reason)
		} else {
			t.say("You expected: %s. The run showed: %s (%s).", b.Predict.Options[n-1], b.Predict.Options[outcome.Option-1], outcome.Reason)
		}
		t.say("%s", b.Predict.Why)
		if err := t.save(b.Predict.ID, "predict", b.Predict.Options[n-1], &correct); err != nil {
			return err
		}
	}
	return nil
}

// ended ends a title that does not end itself.
func ended(title string) string {
	if strings.HasSuffix(title, "?") || strings.HasSuffix(title, ".") {
		return title
	}
	return title + "."
}
