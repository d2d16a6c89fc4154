// SPDX-License-Identifier: MIT
#pragma once
#include <gtest/gtest.h>

#include "services/kit/store/migrations.hpp"
#include "services/kit/store/table.hpp"
#include "services/kit/testing/bed.hpp"

// What the tests of tables stand on.
namespace rapport::kit {

/// A unit of work on a store of the kind that the parameter names.
class OnAStore : public testing::TestWithParam<std::string> {
protected:
    using Names = std::vector<std::string>;

    explicit OnAStore(std::span<const Migration> schema) { migrate(*db, schema); }
    /// The names on all pages of a list, each of `limit` at most.
    template <class T>
    Names names_in(const Table<T>& table, ListOptions options, std::initializer_list<Condition> conditions) {
        Names all;
        do {
            const auto page = table.list(unit, options, std::span(conditions.begin(), conditions.size()));
            EXPECT_LE(page.items.size(), static_cast<std::size_t>(options.limit));
            for (const T& one : page.items) all.push_back(one.name);
            options.after = page.next;
        } while (options.after);
        return all;
    }

    testing_kit::TestStore store{GetParam()};
    testing_kit::ManualClock clock;
    std::unique_ptr<Db> db = Db::open(store.dsn(), Db::Mode::write);
    Unit unit{*db, clock.now(), {.id = "user:1"}, "things", {}};
};

}  // namespace rapport::kit
