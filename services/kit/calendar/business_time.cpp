// SPDX-License-Identifier: MIT
#include "services/kit/calendar/business_time.hpp"

#include <algorithm>
#include <mutex>

#include "bus/base/error.hpp"
#include "services/kit/calendar/week.hpp"

namespace rapport::kit {
namespace {

constexpr int first_year = 1900, last_year = 2199;
constexpr std::int64_t ms_a_minute = 60'000, longest = (last_year - first_year + 1) * 366LL * 24 * 60 * ms_a_minute;

/// A stretch of working time, `end` not included.
struct Span {
    Instant begin, end;
    std::int64_t before;  ///< the year's working time before it, in ms
};

/// The working time of one year of UTC.
struct Year {
    std::vector<Span> spans;
    std::int64_t total = 0;
    std::once_flag worked_out;

    void append(Instant begin, Instant end) {
        if (begin >= end) return;
        if (!spans.empty() && spans.back().end == begin) spans.back().end = end;
        else spans.push_back({begin, end, total});
        total += (end - begin).count();
    }

    /// Working time from the year's beginning until `at`.
    std::int64_t position(Instant at) const {
        const auto after = std::ranges::upper_bound(spans, at, {}, &Span::begin);
        if (after == spans.begin()) return 0;
        const Span& span = *std::prev(after);
        return span.before + (std::min(at, span.end) - span.begin).count();
    }
    /// The first instant at that position, which is above 0 and at most `total`.
    Instant first_at(std::int64_t position) const {
        const auto after = std::ranges::lower_bound(spans, position, {}, &Span::before);
        const Span& span = *std::prev(after);
        return span.begin + Millis(position - span.before);
    }
    /// The last instant at that position, which is at least 0 and below `total`.
    Instant last_at(std::int64_t position) const {
        const auto after = std::ranges::upper_bound(spans, position, {}, &Span::before);
        const Span& span = *std::prev(after);
        return span.begin + Millis(position - span.before);
    }
};

Instant start_of_year(int year) {
    namespace chrono = std::chrono;
    return start_of(
        Day{static_cast<std::int32_t>(chrono::sys_days(chrono::year(year) / 1 / 1).time_since_epoch().count())});
}

[[noreturn]] void out_of_range() {
    throw Error(Code::invalid_argument, "business time is counted from the year 1900 to 2199 only");
}

int year_of(Instant at) {
    static const Instant first = start_of_year(first_year), end = start_of_year(last_year + 1);
    if (at < first || at >= end) out_of_range();
    return static_cast<int>(
        std::chrono::year_month_day(std::chrono::sys_days(std::chrono::days(day_of(at).days))).year());
}

}  // namespace

class BusinessTime::Years {
public:
    explicit Years(const Calendar& calendar) : zone(calendar.time_zone), week_(calendar) {}

    const Year& at(int year) {
        if (year < first_year || year > last_year) out_of_range();
        Year& wanted = years_[static_cast<std::size_t>(year - first_year)];
        std::call_once(wanted.worked_out, [&] { work_out(wanted, start_of_year(year), start_of_year(year + 1)); });
        return wanted;
    }

    BusinessMillis working_day() const { return {week_.working_day() * ms_a_minute}; }

    const Zone zone;

private:
    /// Between two changes of the zone's offset, local time is UTC moved by a constant.
    void work_out(Year& year, Instant begin, Instant end) const {
        for (Instant at = begin; at < end;) {
            const Zone::Offset offset = zone.offset_at(at);
            const Instant until = std::min(offset.until, end);
            append_days(year, at, until, offset.offset);
            at = until;
        }
    }
    void append_days(Year& year, Instant begin, Instant end, Millis offset) const {
        for (Day day = day_of(begin + offset); start_of(day) - offset < end; ++day.days) {
            const Instant midnight = start_of(day) - offset;
            for (const MinuteSpan span : week_.on(day))
                year.append(std::max(begin, midnight + Millis(span.from * ms_a_minute)),
                            std::min(end, midnight + Millis(span.until * ms_a_minute)));
        }
    }

    const Week week_;
    std::array<Year, last_year - first_year + 1> years_;
};

BusinessTime::BusinessTime(const Calendar& calendar) : years_(std::make_shared<Years>(calendar)) {}

const Zone& BusinessTime::zone() const { return years_->zone; }

BusinessMillis BusinessTime::working_day() const { return years_->working_day(); }

bool BusinessTime::is_working(Instant at) const { return next_working(at) == at; }

Instant BusinessTime::next_working(Instant at) const {
    for (int year = year_of(at);; ++year) {
        const auto& spans = years_->at(year).spans;
        const auto span = std::ranges::upper_bound(spans, at, {}, &Span::end);
        if (span != spans.end()) return std::max(at, span->begin);
    }
}

Instant BusinessTime::previous_working(Instant at) const {
    for (int year = year_of(at);; --year) {
        const auto& spans = years_->at(year).spans;
        const auto after = std::ranges::lower_bound(spans, at, {}, &Span::begin);
        if (after != spans.begin()) return std::min(at, std::prev(after)->end);
    }
}

BusinessMillis BusinessTime::between(Instant from, Instant until) const {
    if (until < from) return {-between(until, from).ms};
    const int last = year_of(until);
    std::int64_t passed = -years_->at(year_of(from)).position(from);
    for (int year = year_of(from); year < last; ++year) passed += years_->at(year).total;
    return {passed + years_->at(last).position(until)};
}

Instant BusinessTime::add(Instant from, BusinessMillis time) const {
    int year = year_of(from);
    if (time.ms == 0) return from;
    if (time.ms > longest || time.ms < -longest) out_of_range();
    std::int64_t position = years_->at(year).position(from) + time.ms;
    if (time.ms > 0) {
        while (position > years_->at(year).total) position -= years_->at(year++).total;
        return years_->at(year).first_at(position);
    }
    while (position < 0) position += years_->at(--year).total;
    return years_->at(year).last_at(position);
}

}  // namespace rapport::kit
