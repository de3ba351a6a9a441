package scenario

import "testing"

// TestStepsMayNameEveryNode: what helps a component's members can be broken as
// they can.
func TestStepsMayNameEveryNode(t *testing.T) {
	const text = `
scenario: helpers
components:
  users: {kind: client, to: name}
  name:  {kind: dns, to: near}
  near:  {kind: cdn, origin: web, shield: true}
  web:   {kind: service, calls: [store]}
  store: {kind: sql, shards: 2, shard-by: directory, routing: tier}
  box:   {kind: disk}
steps:
`
	for _, node := range []string{"name-resolver-2", "name-1", "near-shield", "near-1", "store-monitor", "store-directory-1", "store-router-1", "box-controller"} {
		if _, err := Parse("steps.yaml", []byte(text+"  - crash "+node+"\n")); err != nil {
			t.Error(err)
		}
	}
}
