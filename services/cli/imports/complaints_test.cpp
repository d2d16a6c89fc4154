// SPDX-License-Identifier: MIT
#include "services/cli/imports/complaints.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include <sstream>

#include "bus/base/error.hpp"
#include "services/complaints/api.hpp"

namespace rapport::cli::imports {
namespace {

using rapport::complaints::ReceivedVia;
using rapport::complaints::api::ImportRow;
using ::testing::HasSubstr;

constexpr auto header =
    "Date received,Product,Sub-product,Issue,Sub-issue,Consumer complaint narrative,Company public response,Company,"
    "Submitted via,Company response to consumer,Complaint ID\n";

std::vector<ImportRow> rows_of(std::string_view format, const std::string& text, const Parties& parties = {}) {
    std::istringstream stream(text);
    kit::CsvReader file(stream);
    const auto mapping = complaints().format(format).plan(file, {}, parties).mapping;
    std::vector<ImportRow> rows;
    for (kit::CsvRow row; file.next(row);) rows.push_back(decode<ImportRow>(mapping(row)));
    return rows;
}

TEST(Cfpb, KeepsWhatTheBureauTells) {
    const auto rows =
        rows_of("cfpb", std::string(header) +
                            "2026-03-02,Telephone,Landline,No dial tone,,\"Dead.\n\nStill \"\"dead\"\".\",We acted,"
                            "\"Northwind, Inc.\",Postal mail,Closed with explanation,9000001\n");
    ASSERT_EQ(rows.size(), 1u);
    const auto& row = rows[0];
    EXPECT_EQ(row.reference.system + "/" + row.reference.id, "cfpb/9000001");
    EXPECT_EQ(row.complainant.value().name, "Northwind, Inc.");
    EXPECT_EQ(row.subject, "No dial tone");
    EXPECT_EQ(row.text, "Dead.\n\nStill \"dead\".");
    EXPECT_EQ(row.category, "Telephone");
    EXPECT_EQ(row.subcategory, "Landline");
    EXPECT_EQ(row.received_via, ReceivedVia::letter);
    EXPECT_EQ(to_text(row.received_at), "2026-03-02T00:00:00.000Z");
    EXPECT_FALSE(row.open);
    EXPECT_EQ(row.resolution, "Closed with explanation\nWe acted");
}

TEST(Cfpb, HasTheCompanyAsItsPartyWhereTheRegistryKnowsIt) {
    const auto id = new_uuid({1});
    const auto rows = rows_of("cfpb",
                              std::string(header) +
                                  "2026-03-02,T,,Issue,,,,Known,Web,In progress,1\n"
                                  "2026-03-02,T,,Issue,,,,Unknown,Web,In progress,2\n",
                              {{"Known", id}});
    EXPECT_EQ(rows.at(0).party.value(), id);
    EXPECT_FALSE(rows.at(0).complainant);
    EXPECT_FALSE(rows.at(1).party);
    EXPECT_EQ(rows.at(1).complainant.value().name, "Unknown");
}

TEST(Cfpb, LeavesOpenWhatIsInProgress) {
    const auto rows =
        rows_of("cfpb", std::string(header) + "2026-03-02,Telephone,,Issue,,,,Company,Pigeon,In progress,9000002\n");
    EXPECT_TRUE(rows.at(0).open);
    EXPECT_FALSE(rows.at(0).resolution);
    EXPECT_FALSE(rows.at(0).text);
    EXPECT_EQ(rows.at(0).received_via, ReceivedVia::other);
}

TEST(Cfpb, RefusesARowWithWhatIsWrongInIt) {
    const auto refusal = [](const std::string& row) -> std::string {
        try {
            rows_of("cfpb", header + row);
        } catch (const Error& error) {
            return error.message();
        }
        return "nothing was refused";
    };
    EXPECT_THAT(refusal("03/02/2026,T,,Issue,,,,Company,Web,In progress,1\n"), HasSubstr("Date received"));
    EXPECT_THAT(refusal("2026-03-02,T,,,,,,Company,Web,In progress,1\n"), HasSubstr("subject"));
    EXPECT_THAT(refusal("2026-03-02,T,,Issue,,\xff,,Company,Web,In progress,1\n"), HasSubstr("text"));
}

TEST(Cfpb, NamesAColumnThatTheFileLacks) {
    EXPECT_THROW(rows_of("cfpb", "Date received,Product\n2026-03-02,T\n"), Error);
}

TEST(ComplaintsAsCsv, HaveColumnsNamedAsTheirFields) {
    const auto rows = rows_of("csv",
                              "reference.system,reference.id,complainant.name,subject,received_at,received_via,open\n"
                              "old,1,Ada,No tone,2026-03-02T10:00:00Z,phone,false\n"
                              "old,2,Bob,No mail,2026-03-03T10:00:00Z,,\n");
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0].complainant.value().name, "Ada");
    EXPECT_EQ(rows[0].received_via, ReceivedVia::phone);
    EXPECT_FALSE(rows[0].open);
    EXPECT_TRUE(rows[1].open);
}

}  // namespace
}  // namespace rapport::cli::imports
