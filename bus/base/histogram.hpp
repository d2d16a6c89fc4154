// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>
#include <bit>
#include <chrono>
#include <cstdint>
#include <vector>

#include "bus/base/fields.hpp"

namespace rapport {

/// How long things took, as it is told: enough to show, and enough to add up with others'. Nanoseconds.
struct Latency {
    std::int64_t count = 0, p50 = 0, p99 = 0, p999 = 0, max = 0;
    std::vector<std::int64_t> buckets;  ///< index, count, index, count … of those that are not empty

    static constexpr auto fields = describe(
        Field{"count", &Latency::count, "how many"}, Field{"p50", &Latency::p50, "ns: half took no longer"},
        Field{"p99", &Latency::p99, "ns: 99 of 100 took no longer"},
        Field{"p999", &Latency::p999, "ns: 999 of 1000 took no longer"}, Field{"max", &Latency::max, "ns: the longest"},
        Field{"buckets", &Latency::buckets, "index, count, index, count …: see the bus's README"});
};

/// Counts durations in buckets whose width grows with them, as HdrHistogram does: 32 to an octave, so that no quantile
/// is more than 3.2 % too high, in a few KiB. Two are put together by adding. Not thread-safe.
class Histogram {
public:
    using Duration = std::chrono::nanoseconds;

    void record(Duration value) {
        const auto ns = static_cast<std::uint64_t>(std::clamp<std::int64_t>(value.count(), 0, longest));
        add(index_of(ns), 1);
        max_ = std::max(max_, ns);
    }
    void merge(const Histogram& other);
    /// What was recorded since `earlier`, an earlier state of this one. Its max is the upper edge of a bucket.
    Histogram since(const Histogram& earlier) const;

    std::uint64_t count() const { return count_; }
    /// The duration that this share of them (0 to 1) did not exceed; zero if there is none.
    Duration quantile(double share) const;
    Duration max() const { return Duration(max_); }

    Latency told() const;
    /// invalid_argument if its buckets are none of ours.
    static Histogram of(const Latency& latency);

private:
    static constexpr std::int64_t longest = std::int64_t{1} << 42;  ///< 73 minutes; what took longer counts as that
    static constexpr std::size_t octave = 32;
    static constexpr std::size_t most_buckets = 2 * octave + 37 * octave;

    /// Below 64 ns a bucket each; above, the five bits after the first choose one of 32 within the octave.
    static std::size_t index_of(std::uint64_t ns) {
        if (ns < 2 * octave) return ns;
        const auto shift = static_cast<unsigned>(std::bit_width(ns)) - 6;
        return octave * shift + static_cast<std::size_t>(ns >> shift);
    }
    static std::uint64_t upper_edge(std::size_t index);

    void add(std::size_t index, std::uint64_t times) {
        if (index - first_ >= counts_.size()) make_room(index);
        counts_[index - first_] += times;
        count_ += times;
    }
    void make_room(std::size_t index);

    std::size_t first_ = 0;  ///< index of the first bucket that is kept
    std::vector<std::uint64_t> counts_;
    std::uint64_t count_ = 0, max_ = 0;
};

}  // namespace rapport
