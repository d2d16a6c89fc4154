// SPDX-License-Identifier: MIT
#include "services/cli/imports/importer.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>
#include <thread>

#include "bus/base/codec.hpp"
#include "bus/base/error.hpp"
#include "bus/server/server.hpp"
#include "bus/testing/test_bus.hpp"

namespace rapport::cli::imports {
namespace {

using ::testing::HasSubstr;

using kit::ImportedRow;
using enum kit::ImportOutcome;

/// A service that can be imported into: it knows rows by their text, and takes none that is `bad`.
class Shelf {
public:
    explicit Shelf(const std::string& url) : url_(url), thread_([this] { serve(); }) {}
    ~Shelf() { loop_.stop(); }

    std::set<std::string> known, keys, methods;  ///< read after the import only
    std::size_t calls = 0, largest = 0;
    std::size_t die_in = 0;             ///< the call in which it dies after doing the work, once
    std::optional<Error> refuses = {};  ///< what it answers to everything

private:
    void serve() {
        start();
        loop_.run();
        server_.reset();
    }
    void start() {
        server_ = std::make_unique<bus::Server>(loop_, url_, bus::ServerOptions{.service = "shelf"},
                                                [this](const bus::Request& request) { take(request); });
    }
    void take(const bus::Request& request) {
        if (refuses) return server_->fail(request, *refuses);
        ++calls;
        methods.insert(request.method);
        const auto call = decode<kit::ImportRows>(Any{request.params});
        largest = std::max(largest, call.rows.size());
        const bool again = !keys.insert(request.header.idem.value()).second;
        auto& answer = answers_[*request.header.idem];
        if (!again)
            for (const auto& row : call.rows) answer.rows.push_back(imported(decode<std::string>(row)));
        if (calls == die_in) {
            loop_.post([this] {
                server_.reset();
                start();
            });
        } else {
            server_->reply(request, encode(answer));
        }
    }
    ImportedRow imported(const std::string& text) {
        if (text == "bad") return {.outcome = rejected, .error = "it is bad"};
        if (text == "new") return {.outcome = updated};
        if (text.starts_with("of ")) return {.outcome = created, .unknown_user = text.substr(3)};
        return {.outcome = known.insert(text).second ? created : unchanged};
    }

    std::string url_;
    bus::Loop loop_;
    std::unique_ptr<bus::Server> server_;
    std::map<std::string, kit::ImportedRows> answers_;
    std::jthread thread_;
};

class ImporterTest : public ::testing::Test {
protected:
    Counts import(const std::string& text) {
        std::istringstream stream(text);
        kit::CsvReader file(stream);
        bus::Loop loop;
        bus::Client client(loop, bus_.url());
        rejects_.emplace(file, folder_.path() / "rejects.csv");
        Importer importer(
            loop, client, file, mapping, *rejects_,
            {.service = "shelf", .method = "import_some", .in_order = in_order_, .actor = Actor{.id = "local:0"}});
        importer.run();
        return importer.counts();
    }
    /// Rows of one text each; an empty one is refused.
    static Any mapping(const kit::CsvRow& row) {
        if (row.fields[0].empty()) throw invalid("text", "must not be empty");
        return any_of(row.fields[0]);
    }
    static std::string rows(std::size_t count) {
        std::string text = "text,more\n";
        for (std::size_t i = 0; i < count; ++i) text += "row " + std::to_string(i) + ",\n";
        return text;
    }
    std::vector<std::vector<std::string>> rejected() const {
        std::ifstream stream(folder_.path() / "rejects.csv");
        kit::CsvReader file(stream);
        std::vector<std::vector<std::string>> all;
        for (kit::CsvRow row; file.next(row);) all.push_back(row.fields);
        return all;
    }

    bus::testing::TestBus bus_;
    bus::testing::TempFolder folder_;
    Shelf shelf_{bus_.url()};
    std::optional<Rejects> rejects_;
    bool in_order_ = false;
};

TEST_F(ImporterTest, CountsWhatIsNewAndWhatWasKnown) {
    auto counts = import(rows(1'234));
    EXPECT_EQ(counts.imported, 1'234u);
    EXPECT_EQ(counts.unchanged + counts.rejected, 0u);
    EXPECT_EQ(shelf_.largest, Importer::rows_in_call);
    counts = import(rows(1'300));
    EXPECT_EQ(counts.imported, 66u);
    EXPECT_EQ(counts.unchanged, 1'234u);
}

TEST_F(ImporterTest, WritesRejectedRowsWithLineAndReasonInTheColumnsOfTheirFile) {
    const auto counts = import("text,more\ngood,\nbad,\"x\ny\"\n,z\ncut off");
    EXPECT_EQ(counts.imported, 1u);
    EXPECT_EQ(counts.rejected, 3u);
    auto found = rejected();
    std::sort(found.begin(), found.end());
    ASSERT_EQ(found.size(), 3u);
    EXPECT_EQ(found[0], (std::vector<std::string>{"3", "it is bad", "bad", "x\ny", ""}));
    EXPECT_EQ(found[1], (std::vector<std::string>{"5", "text: must not be empty", "", "z", ""}));
    EXPECT_EQ(found[2][0], "6");
    EXPECT_EQ(found[2][4], "cut off") << "what is no row stands in a column of its own";
}

TEST_F(ImporterTest, GoesPastRowsOfNothingButSeparators) {
    const auto counts = import("text,more\n,\na,\n,,,\nb,\n,\n");
    EXPECT_EQ(counts.imported, 2u);
    EXPECT_EQ(counts.rejected, 0u);
}

TEST_F(ImporterTest, TakesGoodRowsThatAnUnclosedQuoteWouldTake) {
    const auto counts = import("text,more\na,\"broken\nb,good\nc,\"good too\"\nd,good\n");
    EXPECT_EQ(counts.imported, 3u);
    EXPECT_EQ(counts.rejected, 1u);
    EXPECT_EQ(rejected().at(0).back(), "a,\"broken");
}

TEST_F(ImporterTest, AsksTheMethodOfItsKindAndCountsWhatChanged) {
    in_order_ = true;
    const auto counts = import("text,more\na,\nnew,\na,\n");
    EXPECT_EQ(counts.imported, 1u);
    EXPECT_EQ(counts.changed, 1u);
    EXPECT_EQ(counts.unchanged, 1u);
    EXPECT_EQ(counts.rows(), 3u);
    EXPECT_EQ(shelf_.methods, (std::set<std::string>{"import_some"}));
}

TEST_F(ImporterTest, NamesWhomRowsNamedAndNobodyHereIs) {
    const auto counts = import("text,more\nof kim,\nof lee,\nof kim,\na,\n");
    EXPECT_EQ(counts.imported, 4u);
    EXPECT_EQ(counts.unknown_users, (std::map<std::string, std::size_t>{{"kim", 2}, {"lee", 1}}));
}

TEST_F(ImporterTest, MakesNoFileWhenNothingIsRejected) {
    import(rows(3));
    EXPECT_FALSE(std::filesystem::exists(folder_.path() / "rejects.csv"));
}

TEST_F(ImporterTest, AsksAgainWithTheSameKeyWhenTheServiceDiesWithACallInHand) {
    shelf_.die_in = 3;
    const auto counts = import(rows(1'000));
    EXPECT_EQ(counts.imported, 1'000u) << "each counted once, as it was first answered";
    const std::size_t calls = 1'000 / Importer::rows_in_call;
    EXPECT_GT(shelf_.calls, calls);
    EXPECT_EQ(shelf_.keys.size(), calls);
}

TEST_F(ImporterTest, EndsWithTheErrorOfACallThatIsRefused) {
    shelf_.refuses = Error(Code::permission_denied, "not you");
    try {
        import(rows(1'000));
        FAIL() << "it was refused";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::permission_denied);
    }
}

TEST_F(ImporterTest, ChecksAFileWithoutAskingAnyone) {
    std::istringstream stream("text,more\ngood,\n,z\ncut off");
    kit::CsvReader file(stream);
    Rejects rejects(file, folder_.path() / "rejects.csv");
    const auto counts = check(file, mapping, rejects);
    EXPECT_EQ(counts.imported, 1u);
    EXPECT_EQ(counts.rejected, 2u);
    EXPECT_EQ(shelf_.calls, 0u);
}

}  // namespace
}  // namespace rapport::cli::imports
