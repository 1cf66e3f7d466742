package main

import (
	"context"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/athena"
	"golang.org/x/sync/errgroup"
)

const (
	throughputClients = 8
	throughputEach    = 100
	throughputAim     = 1000.0 / 200 // ms a query: 200 queries a second
)

// throughput measures the question asked by several clients at once, each the next time when it has its rows.
func (b *bench) throughput(ctx context.Context, bare samples) error {
	round := func(each int) error {
		group, ctx := errgroup.WithContext(ctx)
		for range throughputClients {
			group.Go(func() error {
				client := athena.NewFromConfig(b.spoke)
				for range each {
					if err := askOnce(ctx, client); err != nil {
						return err
					}
				}
				return nil
			})
		}
		return group.Wait()
	}
	if err := round(throughputEach / 10); err != nil {
		return err
	}
	began := time.Now()
	if err := round(throughputEach); err != nil {
		return err
	}
	each := milliseconds(time.Since(began)) / (throughputClients * throughputEach)
	b.add(figure{
		Name: "query_8_clients", Value: each, Unit: "ms",
		Work: fmt.Sprintf("time a query, %d clients at once with %d queries each, the clients in the same process; %.0f a second", throughputClients, throughputEach, 1000/each),
	}.against("the statement on a bare DuckDB that stays open, one at a time", bare.percentile(50)).within(throughputAim))
	return nil
}
