// SPDX-License-Identifier: MIT
#include "services/cli/plugin/data.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "bus/base/error.hpp"

namespace rapport::cli::plugin {
namespace {

using sdk::InputType;
using sdk::Value;
using testing::HasSubstr;

const sdk::tools::Inputs inputs = {{"n", InputType::number, ""},
                                   {"b", InputType::boolean, ""},
                                   {"t", InputType::time, ""},
                                   {"x", InputType::text, ""},
                                   {"l", InputType::numbers, ""}};

class Data : public testing::Test {
protected:
    Data() {
        std::string name = std::filesystem::temp_directory_path() / "rapport-data-XXXXXX";
        folder_ = ::mkdtemp(name.data());
        options_.file = folder_ / "rows.csv";
    }
    ~Data() override { std::filesystem::remove_all(folder_); }

    std::vector<NamedRow> rows(const std::string& csv) {
        std::ofstream(options_.file) << csv;
        std::vector<NamedRow> all;
        read_rows(options_, inputs, [&](std::vector<NamedRow> some) {
            for (auto& each : some) all.push_back(std::move(each));
        });
        return all;
    }
    std::string refused(const std::string& csv) {
        try {
            rows(csv);
        } catch (const Error& error) {
            return error.what();
        }
        return "nothing";
    }

    DataOptions options_;
    std::filesystem::path folder_;
};

TEST_F(Data, TakesEachTypeOfInputFromTheColumnOfItsName) {
    const auto all = rows("x,n,b,t,l,other\nGrüße,1.5,Yes,2026-01-02,\"10; 9,7\",-\n");
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].name, "row 1");
    EXPECT_EQ(all[0].row, (sdk::tools::Row{1.5, true, sdk::Instant(std::chrono::milliseconds(1767312000000)), "Grüße",
                                           std::vector<double>{10, 9, 7}}));
}

TEST_F(Data, TakesColumnsOfOtherNamesByAMapping) {
    options_.map = {"x=What happened", "n=Amount"};
    options_.name = "Id";
    const auto all = rows("Id,What happened,Amount\nc-7,down,3\n");
    EXPECT_EQ(all[0].name, "c-7");
    EXPECT_EQ(all[0].row[0], Value(3.0));
    EXPECT_EQ(all[0].row[3], Value("down"));
    EXPECT_EQ(all[0].row[1], Value());
}

TEST_F(Data, KnowsNothingWhereACellIsEmptyOrSaysSo) {
    options_.unknown = {"N/A", "?"};
    for (const auto& row : rows("n,b\n,N/A\n?,\n")) EXPECT_EQ(row.row, sdk::tools::Row(5));
}

TEST_F(Data, JoinsRowsOfOneGroup) {
    options_.group = "survey";
    const auto all = rows("survey,l,x\nspring,10,a\nautumn,3,b\nspring,9 7,\n");
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].name, "spring");
    EXPECT_EQ(all[0].row[4], Value(std::vector<double>{10, 9, 7}));
    EXPECT_EQ(all[0].row[3], Value("a"));
    EXPECT_EQ(all[1].row[4], Value(std::vector<double>{3}));
}

TEST_F(Data, ReadsNoMoreRowsThanAsked) {
    options_.limit = 2;
    EXPECT_EQ(rows("n\n1\n2\n3\nnot read\n").size(), 2u);
}

TEST_F(Data, NamesLineAndColumnOfWhatItCannotRead) {
    EXPECT_THAT(refused("n,b\n1,yes\n2,perhaps\n"),
                HasSubstr("line 3: 'perhaps' in column 'b' is not what the input 'b' takes (boolean)"));
    EXPECT_THAT(refused("n\n1e\n"), HasSubstr("'1e'"));
    EXPECT_THAT(refused("t\n2026-02-30\n"), HasSubstr("(time)"));
    EXPECT_THAT(refused("l\n10 nine\n"), HasSubstr("(numbers)"));
}

TEST_F(Data, SaysWhichInputsAndColumnsThereAreWhereNothingFits) {
    EXPECT_THAT(refused("a,c\n1,2\n"), HasSubstr("inputs:  n, b, t, x, l\n  columns: a, c"));
    options_.map = {"q=a"};
    EXPECT_THAT(refused("a,n\n1,2\n"), HasSubstr("the rule has no input 'q'; it has n, b, t, x, l"));
    options_.map = {"n=zz"};
    EXPECT_THAT(refused("a,n\n1,2\n"), HasSubstr("zz"));
}

}  // namespace
}  // namespace rapport::cli::plugin
