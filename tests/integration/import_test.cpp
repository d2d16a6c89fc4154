// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <map>
#include <thread>

#include "services/kit/csv/csv.hpp"
#include "tests/integration/api.hpp"
#include "tests/integration/deployment.hpp"

namespace rapport::integration {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using nlohmann::json;
using ::testing::EndsWith;
using ::testing::HasSubstr;

class Import : public ::testing::Test {
protected:
    static std::vector<std::string> arguments(const fs::path& file) {
        return {"import", "complaints", file.string(), "--format", "cfpb"};
    }
    /// Imports and expects it to end with that line, and as it says of rejected rows.
    void expect_import(const fs::path& file, const std::string& last_line) {
        last_ = deployment_.rapport(arguments(file));
        EXPECT_EQ(last_.exit, last_line.ends_with("rejected 0") ? 0 : 5) << last_.err;
        EXPECT_THAT(last_.out, EndsWith(last_line + "\n"));
    }
    void expect_histories_whole() {
        const auto ran = deployment_.rapport({"events", "verify"});
        EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
    }
    /// A file of `rows` complaints, large enough that something can happen while it is imported.
    fs::path large_file(std::size_t rows) const {
        const auto path = deployment_.folder() / "large.csv";
        std::ofstream file(path, std::ios::binary);
        file << "Date received,Product,Issue,Consumer complaint narrative,Company,Submitted via,"
                "Company response to consumer,Complaint ID\n";
        for (std::size_t i = 0; i < rows; ++i)
            file << fmt::format("2026-03-{:02},Hosting,Mail lost,\"{}\n{}\",Company {},Web,{},{}\n", 1 + i % 28,
                                std::string(300, 'x'), i, i % 97, i % 3 ? "Closed" : "In progress", 100'000 + i);
        return path;
    }
    /// Begins an import of `rows` complaints and returns when it is under way.
    std::unique_ptr<Process> begin(const fs::path& file, std::size_t rows) {
        auto import = deployment_.begin(arguments(file));
        auto http = deployment_.http();
        std::int64_t there = 0;
        for (int i = 0; i < 2'000 && there < 200; ++i) {
            const auto page = http.get("/api/v1/complaints?limit=1").json();
            if (page.is_object()) there = page.value("total", 0);
        }
        EXPECT_GE(there, 200);
        EXPECT_LT(there, static_cast<std::int64_t>(rows)) << "the import was over before anything could happen to it";
        return import;
    }

    fs::path with_other_references(const fs::path& file) const {
        const auto copy = deployment_.folder() / "other.csv";
        std::ifstream in(file);
        std::ofstream out(copy);
        for (std::string line; std::getline(in, line); out << line << '\n')
            if (line.starts_with("helpdesk,")) line.insert(std::string("helpdesk").size(), " 2");
        return copy;
    }
    bool told_soon(const std::string& address) const {
        for (int i = 0; i < 600; ++i, std::this_thread::sleep_for(50ms))
            if (notices(deployment_).contains(address)) return true;
        return false;
    }

    Deployment deployment_;
    Ran last_;
};

/// What a file in the bureau's layout holds: id → narrative; and how many are in progress.
struct Expected {
    std::map<std::string, std::string> texts;
    std::size_t open = 0;

    explicit Expected(const fs::path& path) {
        std::ifstream stream(path, std::ios::binary);
        kit::CsvReader file(stream);
        for (kit::CsvRow row; file.next(row);) {
            if (row.rejected) continue;
            texts[row.fields[file.column("Complaint ID")]] = row.fields[file.column("Consumer complaint narrative")];
            open += row.fields[file.column("Company response to consumer")] == "In progress" ? 1 : 0;
        }
    }
};

void expect_kept(Http http, const Expected& expected) {
    std::size_t open = 0, found = 0;
    for (const auto& complaint : all_complaints(http)) {
        const auto& id = complaint.at("reference").at("id").get_ref<const std::string&>();
        ASSERT_TRUE(expected.texts.contains(id));
        EXPECT_EQ(complaint.value("text", ""), expected.texts.at(id)) << id;
        open += complaint.at("state") != "closed" ? 1 : 0;
        ++found;
    }
    EXPECT_EQ(found, expected.texts.size());
    EXPECT_EQ(open, expected.open);
}

TEST_F(Import, TakesEachRowOnceAndNamesTheFileOfRejects) {
    deployment_.start();
    expect_import(data("cfpb-small.csv"), "imported 8, unchanged 0, rejected 1");
    const auto begin = last_.out.find((deployment_.state() / "import").string());
    ASSERT_NE(begin, last_.out.npos) << last_.out;
    std::ifstream stream(last_.out.substr(begin, last_.out.find('\n', begin) - begin));
    kit::CsvReader rejects(stream);
    kit::CsvRow row;
    ASSERT_TRUE(rejects.next(row));
    EXPECT_THAT(row.fields[rejects.column("rejected.reason")], HasSubstr("cut off"));
    EXPECT_EQ(row.fields[rejects.column("rejected.row")], "2026-03-10,\"Network, wireless");
    EXPECT_FALSE(rejects.next(row));

    expect_import(data("cfpb-small.csv"), "imported 0, unchanged 8, rejected 1");
    const auto page = deployment_.http().get("/api/v1/complaints?limit=1").json();
    EXPECT_EQ(page.at("items").size(), 1u);
    EXPECT_EQ(page.at("total"), 8);
    EXPECT_EQ(page.at("total_is"), "exact");
    EXPECT_TRUE(page.at("next").is_string());
    expect_histories_whole();
}

TEST_F(Import, KeepsNarrativesByteForByte) {
    deployment_.start();
    expect_import(data("cfpb-small.csv"), "imported 8, unchanged 0, rejected 1");
    expect_kept(deployment_.http(), Expected(data("cfpb-small.csv")));
}

TEST_F(Import, TakesThePublicFile) {
    const auto file = public_data("cfpb-complaints.csv");
    if (!file) GTEST_SKIP() << "NOT SHOWN: name the folder of cfpb-complaints.csv in RAPPORT_DATA";
    deployment_.start();
    expect_import(*file, "imported 2067, unchanged 0, rejected 1");
    expect_import(*file, "imported 0, unchanged 2067, rejected 1");
    expect_kept(deployment_.http(), Expected(*file));
    expect_histories_whole();
}

TEST_F(Import, TellsNobodyUnlessAsked) {
    if (!built("rapport-notifier")) GTEST_SKIP() << "rapport-notifier was not built";
    deployment_.start();
    const auto import = [this](const fs::path& file, std::vector<std::string> more) {
        more.insert(more.begin(), {"import", "complaints", file.string()});
        EXPECT_THAT(deployment_.rapport(more).out, EndsWith("imported 2, unchanged 0, rejected 0\n"));
    };
    import(data("complaints.csv"), {});
    // Events of one source are handled in order: when this one's complainant is told, the import was passed over.
    ASSERT_EQ(deployment_.http().post("/api/v1/complaints", complaint_about("Now")).status, 201);
    ASSERT_TRUE(told_soon("ada@example.org"));
    EXPECT_EQ(notices(deployment_).size(), 1u);

    import(with_other_references(data("complaints.csv")), {"--notify"});
    EXPECT_TRUE(told_soon("grace@example.org"));
    EXPECT_TRUE(told_soon("edsger@example.org"));
}

TEST_F(Import, ChecksAFileWithoutADeployment) {
    const auto ran =
        deployment_.rapport({"import", "complaints", data("cfpb-small.csv").string(), "--format", "cfpb", "--dry-run"});
    EXPECT_EQ(ran.exit, 5) << ran.err;
    EXPECT_THAT(ran.out, EndsWith("would import 8, rejected 1\n"));
}

TEST_F(Import, TakesPartiesOnceAndTheirRejectsWhenTheyAreMended) {
    deployment_.start();
    const auto path = deployment_.folder() / "parties.csv", rejects = deployment_.folder() / "rejects.csv",
               mapping = deployment_.folder() / "crm.toml";
    std::ofstream(mapping)
        << "system = \"crm\"\n[columns]\nreference.id = \"Nr\"\nname = \"Firma\"\n"
           "emails = \"E-Mail\"\nrelationships = {column = \"Art\", values = {Kunde = \"customer\"}}\n"
           "parent.id = \"Mutter\"\n";
    std::ofstream(path, std::ios::binary)
        << "Nr;Firma;E-Mail;Art;Mutter\r\n1;M\xfcller AG;it@mueller.example;Kunde;\r\n"
           "2;Nord;no-at;Kunde;1\r\n3;S\xfc"
           "d;;;1\r\n";
    const auto import = [&](const fs::path& file, std::vector<std::string> more) {
        more.insert(more.begin(), {"import", "parties", file.string(), "--mapping", mapping.string()});
        return deployment_.rapport(more);
    };
    const std::vector<std::string> first{"--encoding", "windows-1252", "--rejects", rejects.string()};
    auto ran = import(path, {"--encoding", "windows-1252", "--dry-run"});
    EXPECT_EQ(ran.exit, 5);
    EXPECT_EQ(ran.out,
              "read as windows-1252, separator semicolon\n"
              "line 3: emails[0].address: must be an e-mail address such as ann@example.com\n"
              "would import 2, rejected 1\n");
    EXPECT_EQ(deployment_.http().get("/api/v1/parties").json().at("total"), 0);

    ran = import(path, first);
    EXPECT_EQ(ran.exit, 5);
    EXPECT_THAT(ran.out, EndsWith("imported 2, changed 0, unchanged 0, rejected 1\n")) << ran.err;
    std::ifstream written(rejects, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(written), {}};
    ASSERT_NE(text.find("no-at"), text.npos) << text;
    text.replace(text.find("no-at"), 5, "it@nord.example");
    const auto mended = deployment_.folder() / "mended.csv";
    std::ofstream(mended, std::ios::binary) << text;
    ran = import(mended, {});
    EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
    EXPECT_THAT(ran.out, EndsWith("imported 1, changed 0, unchanged 0, rejected 0\n"));
    EXPECT_THAT(import(mended, {}).out, EndsWith("imported 0, changed 0, unchanged 1, rejected 0\n"));

    const auto parties = deployment_.http().get("/api/v1/parties?sort=name").json().at("items");
    ASSERT_EQ(parties.size(), 3u);
    EXPECT_EQ(parties[0].at("name"), "Müller AG");
    EXPECT_EQ(parties[1].at("parent"), parties[0].at("id"));
    const auto relationships =
        deployment_.http().get("/api/v1/relationships?party=" + parties[1].at("id").get<std::string>()).json();
    EXPECT_EQ(relationships.at("items").at(0).at("type"), "customer");
    expect_histories_whole();
}

TEST_F(Import, SaysWhichColumnAFileLacks) {
    deployment_.start();
    const auto path = deployment_.folder() / "wrong.csv";
    std::ofstream(path) << "Date received,Product,Company\n2026-03-02,Telephone,Northwind\n";
    const auto ran = deployment_.rapport(arguments(path));
    EXPECT_EQ(ran.exit, 1);
    EXPECT_THAT(ran.err, HasSubstr("Complaint ID"));
}

TEST_F(Import, CanBeBrokenOffAndBegunAgain) {
    constexpr std::size_t rows = 2'500;
    deployment_.start();
    const auto file = large_file(rows);
    const auto import = begin(file, rows);
    import->signal(SIGINT);
    const auto ran = import->wait(10s);
    EXPECT_EQ(ran.exit, 130);
    EXPECT_THAT(ran.err, HasSubstr("goes on from here"));
    const auto there = total_complaints(deployment_.http());
    EXPECT_LT(there, static_cast<std::int64_t>(rows));
    expect_import(file, fmt::format("imported {}, unchanged {}, rejected 0", rows - there, there));
}

TEST_F(Import, GoesOnWhenAProcessIsKilledUnderIt) {
    constexpr std::size_t rows = 2'500;
    deployment_.start();
    const auto file = large_file(rows);
    const auto import = begin(file, rows);
    for (const auto& program : deployment_.programs()) {
        const pid_t before = deployment_.pid_of(program);
        deployment_.kill(program);
        EXPECT_TRUE(deployment_.comes_back(program, before)) << program;
    }
    const auto ran = import->wait(100s);
    EXPECT_EQ(ran.exit, 0) << ran.err;
    EXPECT_THAT(ran.out, EndsWith("rejected 0\n"));
    expect_import(file, fmt::format("imported 0, unchanged {}, rejected 0", rows));
    EXPECT_EQ(total_complaints(deployment_.http()), static_cast<std::int64_t>(rows));
    expect_histories_whole();
}

TEST_F(Import, IsCompletedByTheNextOneWhenEverythingIsKilled) {
    constexpr std::size_t rows = 2'500;
    deployment_.start();
    const auto file = large_file(rows);
    {
        const auto import = begin(file, rows);
        deployment_.crash();
        import->signal(SIGKILL);
        import->wait(5s);
    }
    deployment_.start();
    const auto there = total_complaints(deployment_.http());
    EXPECT_GE(there, 200) << "what was answered was there to stay";
    expect_import(file, fmt::format("imported {}, unchanged {}, rejected 0", rows - there, there));
    expect_histories_whole();
}

}  // namespace
}  // namespace rapport::integration
