// SPDX-License-Identifier: MIT
#include "services/kit/store/derivation.hpp"

#include <spdlog/spdlog.h>

#include <chrono>

namespace rapport::kit {
namespace {

constexpr std::int64_t rows_at_once = 1'000;

template <class Work>
void in_transaction(Db& db, Work work) {
    db.begin(Db::Isolation::committed);
    try {
        work();
        db.commit();
    } catch (...) {
        db.rollback();
        throw;
    }
}

std::int64_t rows_of(Db& db, const Derivation& one) {
    return std::get<0>(db.row<std::int64_t>("select count(*) from " + one.table).value());
}

/// What is stored of it: nothing if it is whole and in this form, else up to which row it is made in this form.
std::optional<std::int64_t> left_at(Db& db, const Derivation& one) {
    const auto stored = db.row<std::string, std::optional<std::int64_t>>(
        "select form, row from kit_derivations where name = ?", {one.name});
    if (!stored || std::get<0>(*stored) != one.form) return 0;
    return std::get<1>(*stored);
}

void note(Db& db, const Derivation& one, std::optional<std::int64_t> row) {
    db.run(
        "insert into kit_derivations (name, form, row) values (?, ?, ?) on conflict (name) do update set form = "
        "excluded.form, row = excluded.row",
        {one.name, one.form, row});
}

class Deriving {
public:
    Deriving(Db& db, const Derivation& one, const std::function<void(const DerivationProgress&)>& report)
        : db_(db), one_(one), report_(report) {}

    void run(std::int64_t row) {
        if (row == 0) begin();
        DerivationProgress progress{.name = one_.name, .rows = rows_of(db_, one_)};
        progress.done =
            std::get<0>(db_.row<std::int64_t>("select count(*) from " + one_.table + " where row <= ?", {row}).value());
        report_(progress);
        while (const auto made = some_after(row)) {
            progress.done += made;
            if (progress.done < progress.rows) report_(progress);
        }
        in_transaction(db_, [&] {
            one_.end(db_);
            note(db_, one_, {});
        });
        report_({one_.name, progress.rows, progress.rows});
    }

private:
    void begin() {
        in_transaction(db_, [&] {
            one_.begin(db_);
            note(db_, one_, 0);
        });
    }

    /// How many; `row` is then the last of them.
    std::int64_t some_after(std::int64_t& row) {
        const auto bodies = db_.rows<std::int64_t, std::string>(
            "select row, body from " + one_.table + " where row > ? order by row limit ?", {row, rows_at_once});
        if (bodies.empty()) return 0;
        in_transaction(db_, [&] {
            for (const auto& [at, body] : bodies) make(at, body);
            note(db_, one_, row = std::get<0>(bodies.back()));
        });
        return std::ssize(bodies);
    }

    /// One that cannot be read is as it was before: neither listed nor found. The others are.
    void make(std::int64_t row, const std::string& body) {
        try {
            one_.make(db_, from_json(body));
        } catch (const StoreError&) {
            throw;
        } catch (const Error& error) {
            spdlog::error("{}: row {} cannot be read: {}", one_.name, row, error.what());
        }
    }

    Db& db_;
    const Derivation& one_;
    const std::function<void(const DerivationProgress&)>& report_;
};

}  // namespace

void derive(Db& db, std::span<const Derivation> derivations,
            const std::function<void(const DerivationProgress&)>& report) {
    std::vector<std::pair<const Derivation*, std::int64_t>> due;
    for (const Derivation& one : derivations)
        if (const auto row = left_at(db, one)) due.emplace_back(&one, *row);
    if (due.empty()) return;
    // Of tables without rows, as those of a new store, all at once.
    in_transaction(db, [&] {
        std::erase_if(due, [&](const auto& each) {
            if (rows_of(db, *each.first) > 0) return false;
            each.first->begin(db);
            each.first->end(db);
            note(db, *each.first, {});
            return true;
        });
    });
    for (const auto& [one, row] : due) Deriving(db, *one, report).run(row);
}

void derive(Db& db, std::span<const Derivation> derivations) {
    using Clock = std::chrono::steady_clock;
    Clock::time_point told;
    derive(db, derivations, [&told](const DerivationProgress& progress) {
        const auto now = Clock::now();
        const bool ends = progress.done == progress.rows;
        if (!ends && progress.done > 0 && now - told < std::chrono::seconds(2)) return;
        told = now;
        spdlog::info("{} is made anew in the form of this version: {} of {} rows", progress.name, progress.done,
                     progress.rows);
    });
}

}  // namespace rapport::kit
