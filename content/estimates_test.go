package content_test

import (
	"testing"

	"netsplit/content"
	"netsplit/content/grade"
)

// Goal: every estimate of every lesson can be computed, whatever is drawn.
func TestEmbeddedEstimates(t *testing.T) {
	lib := content.Embedded()
	for _, id := range lib.LessonIDs() {
		lesson, err := lib.Lesson(id)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range lesson.Document.AllBlocks() {
			if b.Estimate == nil {
				continue
			}
			for seed := range uint64(20) {
				drawn := grade.Draw(b.Estimate.Draw, seed)
				if amount, _, err := grade.Solve(b.Estimate, drawn); err != nil || !(amount.Float64() > 0) {
					t.Errorf("%s:%d: with %v: %v, %v", lesson.Document.Path, b.Line, drawn, amount, err)
				}
			}
		}
	}
}
