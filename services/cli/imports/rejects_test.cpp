// SPDX-License-Identifier: MIT
#include "services/cli/imports/rejects.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <sstream>

#include "bus/base/error.hpp"
#include "bus/testing/test_bus.hpp"
#include "services/cli/imports/rows.hpp"

namespace rapport::cli::imports {
namespace {

using ::testing::ElementsAre;

/// The rows of a file whose first field is not `good`, rejected; as the file of rejects has them.
class RejectsTest : public ::testing::Test {
protected:
    std::string rejected(const std::string& text, const std::string& name) {
        std::istringstream stream(text);
        kit::CsvReader file(stream, {.separator = {}});
        Rejects rejects(file, folder_.path() / name);
        const Rows rows(file, [&](const kit::CsvRow& row) {
            if (row.fields[*file.find_column("a")] != "good") throw Error(Code::invalid_argument, "it is bad");
            return Any();
        });
        for (kit::CsvRow row; rows.next(row);)
            if (const auto mapped = rows.mapped(row); !mapped.row) rejects.add(row.line, mapped.reason, row.raw);
        std::ifstream written(folder_.path() / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(written), {}};
    }
    bus::testing::TempFolder folder_;
};

constexpr auto mark = "\xef\xbb\xbf";

TEST_F(RejectsTest, HasTheColumnsOfItsFileAndOneForWhatIsNoRow) {
    EXPECT_EQ(rejected("a;b\ngood;1\nbad;\"x;\ny\"\nbad;2;\n1;2;3\n\"5\" pipe;4\n", "r.csv"),
              std::string(mark) +
                  "rejected.line,rejected.reason,a,b,rejected.row\r\n"
                  "3,it is bad,bad,\"x;\ny\",\r\n"
                  "5,it is bad,bad,2,\r\n"
                  "6,3 fields where the header has 2,,,1;2;3\r\n"
                  "7,\"a quote within a field that is not quoted, or text after a closing quote (line 7)\",,,"
                  "\"\"\"5\"\" pipe;4\"\r\n");
}

TEST_F(RejectsTest, CanBeMendedAndReadAgain) {
    auto text = rejected("a,b\nbad,x\n1,2,3\n", "r.csv");
    EXPECT_EQ(rejected(text, "again.csv"), std::string(mark) +
                                               "rejected.line,rejected.reason,a,b,rejected.row\r\n"
                                               "2,it is bad,bad,x,\r\n"
                                               "3,\"could not be read: put what rejected.row holds into the columns, "
                                               "and empty it\",,,\"1,2,3\"\r\n")
        << "not mended yet";
    text.replace(text.find("bad,x"), 3, "good");
    text.replace(text.find(",,,\"1,2,3\""), 10, ",good,2,");
    EXPECT_EQ(rejected(text, "mended.csv"), "");
}

TEST_F(RejectsTest, IsItsOwnersAlone) {
    rejected("a,b\nbad,x\n", "r.csv");
    struct stat status {};
    ASSERT_EQ(::stat((folder_.path() / "r.csv").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600u);
}

}  // namespace
}  // namespace rapport::cli::imports
