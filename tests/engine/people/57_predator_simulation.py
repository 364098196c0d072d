#!/usr/bin/env python3
# -*- coding: utf-8 -*-
"""
Tune one parameter of a simulation by finite differences: how many foxes may
live on the island so that 100 rabbits are left after 20 years?
"""

YEARS = 20
GOAL = 100.0


def simulate(foxes, rabbits=80.0, growth=0.08):
    herd = [rabbits]
    for _ in range(YEARS):
        rabbits += growth * rabbits - 0.01 * rabbits * foxes
        herd.append(rabbits)
    return herd


def cost(foxes):
    return (simulate(foxes)[-1] - GOAL) ** 2


def main(show=True):
    def slope_at(x, h=1e-4):
        return (cost(x + h) - cost(x - h)) / (2 * h)

    foxes, lr = 5.0, 1e-4
    for n in range(1000):
        slope = slope_at(foxes)
        if abs(slope) < 1e-3:
            break
        foxes = foxes - lr * slope
    if show:
        print("foxes: %.4f after %d updates" % (foxes, n))
        herd = simulate(foxes)
        for year in range(0, YEARS + 1, 4):
            print("year %2d %s %.1f" % (year, "r" * int(herd[year] // 5), herd[year]))
    return foxes


if __name__ == "__main__":
    result = main()
    assert 6 < result < 8, "no sensible number of foxes"
    print("ok")
