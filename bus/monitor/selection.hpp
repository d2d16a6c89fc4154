// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/filter.hpp"
#include "bus/monitor/tail.hpp"

namespace rapport::bus::monitor {

/// Which records are wanted.
class Selection {
public:
    /// invalid_argument if the filter is none.
    explicit Selection(const Tail& options);

    bool has(Kind kind) const { return kinds_[static_cast<std::size_t>(kind)]; }
    bool events() const { return has(Kind::event); }
    bool calls() const { return has(Kind::req) || has(Kind::rep) || has(Kind::err); }
    /// What a subscriber asks for: beginnings of types that hold all that is wanted.
    std::vector<std::string> topics() const;
    /// Whether events of that source can be wanted at all.
    bool may_want_source(std::string_view source) const;
    /// Whether all events of that source are heard, so that a gap is one.
    bool hears_all_of(const std::string& source) const;
    /// What is asked of the bus's tap.
    TapRequest tap(bool bodies) const;

    /// Whether it is wanted, but for `where`.
    bool wants(const Record& record) const;
    /// The filter, over the record as it is shown.
    bool matches(const Any& map) const { return rapport::matches(filter_, map); }

private:
    const Tail& options_;
    const Filter filter_;
    std::array<bool, 5> kinds_{};
};

}  // namespace rapport::bus::monitor
