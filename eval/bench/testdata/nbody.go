package main

import (
	"fmt"
	"math"
	"time"
)

const reps = 1 // set by the benchmark

type body struct{ x, y, z, vx, vy, vz, mass float64 }

type system []body

func (s system) energy() float64 {
	var e float64
	for i := range s {
		b := &s[i]
		e += 0.5 * b.mass * (b.vx*b.vx + b.vy*b.vy + b.vz*b.vz)
		for j := i + 1; j < len(s); j++ {
			c := &s[j]
			dx, dy, dz := b.x-c.x, b.y-c.y, b.z-c.z
			e -= b.mass * c.mass / math.Sqrt(dx*dx+dy*dy+dz*dz)
		}
	}
	return e
}

func (s system) advance(dt float64) {
	for i := range s {
		b := &s[i]
		for j := i + 1; j < len(s); j++ {
			c := &s[j]
			dx, dy, dz := b.x-c.x, b.y-c.y, b.z-c.z
			d2 := dx*dx + dy*dy + dz*dz
			mag := dt / (d2 * math.Sqrt(d2))
			b.accelerate(dx, dy, dz, -c.mass*mag)
			c.accelerate(dx, dy, dz, b.mass*mag)
		}
	}
	for i := range s {
		s[i].move(dt)
	}
}

func (b *body) accelerate(dx, dy, dz, k float64) {
	b.vx += dx * k
	b.vy += dy * k
	b.vz += dz * k
}

func (b *body) move(dt float64) {
	b.x += dt * b.vx
	b.y += dt * b.vy
	b.z += dt * b.vz
}

// work moves five bodies for 2,000 steps.
func work() string {
	s := system{
		{0, 0, 0, 0, 0, 0, 39.5},
		{4.8, -1.2, -0.1, 0.6, 2.8, -0.02, 0.037},
		{8.3, 4.1, -0.4, -1.0, 1.8, 0.008, 0.011},
		{12.9, -15.1, -0.2, 1.1, 0.9, -0.01, 0.0017},
		{15.4, -25.9, 0.2, 0.98, 0.6, -0.03, 0.002},
	}
	for step := 0; step < 2000; step++ {
		s.advance(0.01)
	}
	return fmt.Sprintf("%.9f", s.energy())
}

func main() {
	start := time.Now()
	check := work()
	for i := 1; i < reps; i++ {
		check = work()
	}
	fmt.Println(check, time.Since(start).Nanoseconds())
}
