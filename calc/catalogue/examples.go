package catalogue

// examples are the calculators' questions as they stand, at a shell: the command
// line of the worksheet that is solved with nothing changed. They are written
// down so that a list of all calculators solves none; a test solves them all.
func examples() map[string]string {
	return map[string]string{
		"nines":        "netsplit calc nines 99.9%",
		"availability": "netsplit calc availability 'web & (db | queue)' web=99.95% db=99.99% queue=99.9%",
		"slo":          "netsplit calc slo 99.9%",
		"estimate":     "netsplit calc estimate --users 100M --active 50% --writes 2/day --reads 100/day --object 1KB --keep 3y --fanout 10 --replicas 3 --cache 20% --service-time 20ms --spare 2",
		"scale":        "netsplit calc scale --rate 4k/s --each 1250/s",
		"shards":       "netsplit calc shards --data 20TB --writes 30k/s --shard-data 1TB --shard-writes 2k/s",
		"connections":  "netsplit calc connections --rate 4k/s --query-time 5ms --instances 20 --pool 20",
		"replication":  "netsplit calc replication --writes 5k/s --object 1KB --replicas 2 --link 100Mbps",
		"fanout":       "netsplit calc fanout --posts 5k/s --reads 300k/s --followers 200 --following 200",
		"cdn":          "netsplit calc cdn --rate 10k/s --object 200KB --hit 95%",
		"cost":         "netsplit calc cost --servers 10",
		"quorum":       "netsplit calc quorum -n 3 -r 1 -w 1",
		"little":       "netsplit calc little --rate 10k/s --time 50ms",
		"queue":        "netsplit calc queue --arrivals 100/30m --service 3m --servers 14",
		"tail":         "netsplit calc tail --fanout 100 --slow 1%",
		"burst":        "netsplit calc burst --burst 3k/s --for 2m --capacity 1k/s --normal 600/s",
		"autoscale":    "netsplit calc autoscale --from 1k/s --to 5k/s --over 10m --boot 3m",
		"latency":      "netsplit calc latency",
		"dr":           "netsplit calc dr --rpo 15m --rto 1h --data 2TB",
		"rto":          "netsplit calc rto --data 2TB --rate 200MB/s",
		"raid":         "netsplit calc raid --level 5 --disks 6 --size 4TB",
		"bloom":        "netsplit calc bloom --items 40M --false-positive 1e-6",
		"ids":          "netsplit calc ids --alphabet 62 --length 7 --items 360M",
		"units":        "netsplit calc units '50000 * 255B'",
		"powers":       "netsplit calc powers 7,8,10,16,20,30,32,40,50,60,64",
	}
}
