// SPDX-License-Identifier: MIT
// A dry run of any command keeps nothing.
#include "services/kit/engine/rehearsal.hpp"

#include "tests/contract/asked.hpp"
#include "tests/contract/sample_request.hpp"

namespace rapport::contract {
namespace {

/// Every row of every table, those of the search among them.
std::map<std::string, std::string> contents(Service& service) {
    kit::Db& db = service.bed().reader();
    std::map<std::string, std::string> all;
    for (const auto& [table] : db.rows<std::string>("select name from sqlite_master where type = 'table'")) {
        std::string row;
        for (const auto& [column] : db.rows<std::string>("select name from pragma_table_info(?)", {table}))
            row += (row.empty() ? "quote(\"" : " || ',' || quote(\"") + column + "\")";
        if (row.empty()) continue;
        all[table] = std::get<0>(db.row<std::string>("select coalesce(group_concat(one, ';'), '') from (select " + row +
                                                     " as one from \"" + table + "\" order by one)")
                                     .value());
    }
    return all;
}

TEST(Rehearsal, OfNoCommandAnythingIsKeptWhetherItWouldBeDoneOrRefused) {
    std::size_t done = 0, refused = 0;
    for (const auto& service : all_services_and_the_templates()) {
        Asked asked(*service);
        const auto before = contents(*service);
        EXPECT_GT(before.size(), 10U);
        for (const auto& [name, schema] : asked.commands()) {
            kit::Invocation invocation{.method = std::string(kit::dry_run.name)};
            invocation.params = encode(kit::DryRun{name, {from_json(sample_of(schema).dump())}});
            invocation.header.actor = Actor{.id = "user:admin", .kind = "person", .roles = {"admin"}};
            invocation.header.idem = "one key for all of them";
            invocation.references = kit::Invocation::References::settled;
            invocation.answers.emplace();
            kit::Work work = invocation;
            const kit::Committed committed = service->bed().engine().run({&work, 1});
            const std::string command = service->name() + "." + name;
            EXPECT_TRUE(committed.events.empty()) << command;
            EXPECT_FALSE(committed.jobs_started) << command;
            EXPECT_EQ(contents(*service), before) << command;
            const kit::Outcome& outcome = committed.outcomes.at(0);
            if (outcome.error) {
                EXPECT_NE(outcome.error->code(), Code::internal) << command << ": " << outcome.error->message();
                ++refused;
                continue;
            }
            const Json answer = Json::parse(to_json(outcome.result));
            EXPECT_TRUE(answer.contains("x-would-emit")) << command;
            if (answer.contains("number")) EXPECT_TRUE(answer["number"].is_null()) << command;
            ++done;
        }
    }
    EXPECT_GT(done, 10U);
    EXPECT_GT(refused, 15U);
}

}  // namespace
}  // namespace rapport::contract
