// SPDX-License-Identifier: MIT
#include "bus/base/histogram.hpp"

#include <gtest/gtest.h>

#include <random>

#include "bus/base/codec.hpp"
#include "bus/base/error.hpp"

namespace rapport {
namespace {

using namespace std::chrono_literals;
using ns = std::chrono::nanoseconds;

TEST(Histogram, OfNothingIsZero) {
    EXPECT_EQ(Histogram().quantile(0.5), 0ns);
    EXPECT_EQ(Histogram().count(), 0u);
    EXPECT_TRUE(Histogram().told().buckets.empty());
}

TEST(Histogram, OneValueIsEachQuantileOfItself) {
    for (const auto value : std::vector<ns>{0ns, 1ns, 63ns, 64ns, 65ns, 1us, 999us, 1s, 3min}) {
        Histogram histogram;
        histogram.record(value);
        for (const double share : {0.0, 0.5, 1.0}) EXPECT_EQ(histogram.quantile(share), value) << value.count();
    }
}

TEST(Histogram, QuantilesAreNeverTooLowAndAtMostAThirtySecondTooHigh) {
    std::mt19937_64 random(7);
    std::lognormal_distribution<double> durations(12, 3);
    Histogram histogram;
    std::vector<std::int64_t> values;
    for (int i = 0; i < 20'000; ++i) {
        values.push_back(static_cast<std::int64_t>(durations(random)));
        histogram.record(ns(values.back()));
    }
    std::ranges::sort(values);
    for (const double share : {0.001, 0.1, 0.5, 0.9, 0.99, 0.999, 1.0}) {
        const auto at = static_cast<std::size_t>(std::ceil(share * 20'000)) - 1;
        const auto exact = values[at], told = static_cast<std::int64_t>(histogram.quantile(share).count());
        EXPECT_GE(told, exact) << share;
        EXPECT_LE(told, exact + exact / 32) << share;
    }
    EXPECT_EQ(histogram.max().count(), values.back());
}

TEST(Histogram, WhatIsBeyondItsRangeCountsAsItsEnds) {
    Histogram histogram;
    histogram.record(-5ns);
    histogram.record(10h);
    EXPECT_EQ(histogram.quantile(0.5), 0ns);
    EXPECT_EQ(histogram.quantile(1), ns(std::int64_t{1} << 42));
}

TEST(Histogram, MergedIsAsIfAllWereRecordedInOne) {
    Histogram one, other, both;
    for (int i = 0; i < 1'000; ++i) {
        Histogram& half = i % 3 ? one : other;
        for (Histogram* const each : {&half, &both}) each->record(std::chrono::microseconds(i * i));
    }
    one.merge(other);
    EXPECT_EQ(encode(one.told()), encode(both.told()));
}

TEST(Histogram, SinceIsWhatWasRecordedBetween) {
    Histogram earlier, later, between;
    for (int i = 0; i < 100; ++i) later.record(std::chrono::milliseconds(i)), earlier = later;
    for (int i = 0; i < 100; ++i)
        later.record(std::chrono::microseconds(i)), between.record(std::chrono::microseconds(i));
    EXPECT_EQ(later.since(earlier).count(), 100u);
    EXPECT_EQ(later.since(earlier).told().buckets, between.told().buckets);
    EXPECT_EQ(later.since(later).count(), 0u);
}

TEST(Histogram, ComesBackFromWhatIsTold) {
    Histogram histogram;
    for (const auto value : std::vector<ns>{5ns, 1us, 1us, 20ms, 4s}) histogram.record(value);
    const auto told = encode(histogram.told());
    EXPECT_EQ(encode(Histogram::of(decode<Latency>(told)).told()), told);
}

TEST(Histogram, RefusesBucketsThatAreNone) {
    for (const auto& buckets : std::vector<std::vector<std::int64_t>>{{1}, {-1, 1}, {1, -1}, {1'000'000, 1}})
        EXPECT_THROW(Histogram::of({.buckets = buckets}), Error);
}

}  // namespace
}  // namespace rapport
