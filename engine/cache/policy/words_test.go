package policy_test

import (
	"slices"
	"testing"

	"netsplit/engine/cache/policy"
	"netsplit/engine/scenario"
)

// A scenario may name exactly the policies that there are.
func TestScenariosNameThePolicies(t *testing.T) {
	kind, _ := scenario.FindKind("cache")
	p, _ := kind.Param("policy")
	if !slices.Equal(p.Allowed, policy.Names()) {
		t.Errorf("a scenario may say %v, there are %v", p.Allowed, policy.Names())
	}
}
