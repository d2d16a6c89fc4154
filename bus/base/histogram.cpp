// SPDX-License-Identifier: MIT
#include "bus/base/histogram.hpp"

#include <cmath>

#include "bus/base/error.hpp"

namespace rapport {

std::uint64_t Histogram::upper_edge(std::size_t index) {
    if (index < 2 * octave) return index;
    const auto shift = index / octave - 1;
    return ((index % octave + octave + 1) << shift) - 1;
}

/// Whole octaves, so that a histogram grows a few times in its life.
void Histogram::make_room(std::size_t index) {
    const std::size_t begin = index / octave * octave, end = begin + octave;
    if (counts_.empty()) {
        first_ = begin;
        counts_.resize(octave);
    } else if (begin < first_) {
        counts_.insert(counts_.begin(), first_ - begin, 0);
        first_ = begin;
    } else {
        counts_.resize(end - first_);
    }
}

void Histogram::merge(const Histogram& other) {
    for (std::size_t i = 0; i < other.counts_.size(); ++i)
        if (other.counts_[i]) add(other.first_ + i, other.counts_[i]);
    max_ = std::max(max_, other.max_);
}

Histogram Histogram::since(const Histogram& earlier) const {
    Histogram recent;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
        const std::size_t index = first_ + i;
        const std::size_t there = index - earlier.first_;  // beyond its size too if it is before its first
        const std::uint64_t before = there < earlier.counts_.size() ? earlier.counts_[there] : 0;
        if (counts_[i] <= before) continue;  // fewer only if it is another one: of a process started anew
        recent.add(index, counts_[i] - before);
        recent.max_ = std::min(max_, upper_edge(index));
    }
    return recent;
}

Histogram::Duration Histogram::quantile(double share) const {
    if (count_ == 0) return Duration(0);
    const auto wanted =
        static_cast<std::uint64_t>(std::ceil(std::clamp(share, 0.0, 1.0) * static_cast<double>(count_)));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
        seen += counts_[i];
        if (seen >= std::max<std::uint64_t>(wanted, 1)) return Duration(std::min(upper_edge(first_ + i), max_));
    }
    return max();
}

Latency Histogram::told() const {
    Latency latency{.count = static_cast<std::int64_t>(count_),
                    .p50 = quantile(0.5).count(),
                    .p99 = quantile(0.99).count(),
                    .p999 = quantile(0.999).count(),
                    .max = max().count()};
    for (std::size_t i = 0; i < counts_.size(); ++i) {
        if (counts_[i] == 0) continue;
        latency.buckets.push_back(static_cast<std::int64_t>(first_ + i));
        latency.buckets.push_back(static_cast<std::int64_t>(counts_[i]));
    }
    return latency;
}

Histogram Histogram::of(const Latency& latency) {
    Histogram histogram;
    if (latency.buckets.size() % 2) throw invalid("buckets", "must be pairs of an index and a count");
    for (std::size_t i = 0; i < latency.buckets.size(); i += 2) {
        const auto index = latency.buckets[i], times = latency.buckets[i + 1];
        if (index < 0 || index >= static_cast<std::int64_t>(most_buckets) || times < 0)
            throw invalid("buckets",
                          "must be pairs of an index below " + std::to_string(most_buckets) + " and a count");
        histogram.add(static_cast<std::size_t>(index), static_cast<std::uint64_t>(times));
    }
    histogram.max_ = static_cast<std::uint64_t>(std::max<std::int64_t>(latency.max, 0));
    return histogram;
}

}  // namespace rapport
