// SPDX-License-Identifier: MIT
#include "services/gateway/http/web_files.hpp"

#include <gmock/gmock-matchers.h>

#include <fstream>

#include "bus/base/error.hpp"
#include "bus/testing/test_bus.hpp"

namespace rapport::gateway {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Key;
using testing::Not;
using testing::Pair;

class WebFilesTest : public ::testing::Test {
protected:
    WebFilesTest() {
        write("index.html", "<html>");
        write("routes.txt", "/complaints\n/parties\r\n");
        write("favicon.svg", "<svg>");
        write("assets/main-4fX2a9Qz.js", "plain");
        write("assets/main-4fX2a9Qz.js.br", "brotli");
        write("assets/main-4fX2a9Qz.js.gz", "gzip");
        write("assets/some-template.css", "no hash");
    }
    void write(const std::string& name, const std::string& content) {
        const auto path = folder.path() / "web" / name;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path) << content;
    }
    WebFiles read() const { return WebFiles::read(folder.path() / "web"); }
    HttpResponse get(const std::string& path, Headers headers = {}) const {
        auto answer = read().answer({.verb = "GET", .path = path, .headers = std::move(headers)});
        return answer ? *answer : HttpResponse{.status = 404};
    }
    std::string refusal() const {
        try {
            read();
        } catch (const Error& error) {
            return error.message();
        }
        return "taken";
    }
    static std::string header(const HttpResponse& answer, const std::string& name) {
        for (const auto& [key, value] : answer.headers)
            if (key == name) return value;
        return {};
    }

    const bus::testing::TempFolder folder;
};

TEST_F(WebFilesTest, AFileIsServedInTheCodingThatIsWantedMost) {
    const std::string path = "/assets/main-4fX2a9Qz.js";
    EXPECT_EQ(get(path).body, "plain");
    EXPECT_EQ(get(path, {{"Accept-Encoding", "gzip"}}).body, "gzip");
    EXPECT_EQ(get(path, {{"Accept-Encoding", "gzip, br"}}).body, "brotli");
    EXPECT_EQ(get(path, {{"Accept-Encoding", "gzip, br;q=0.5"}}).body, "gzip");
    EXPECT_EQ(get(path, {{"Accept-Encoding", "br;q=0"}}).body, "plain");
    EXPECT_THAT(get(path).headers, Contains(Pair("Vary", "Accept-Encoding")));
    EXPECT_EQ(header(get(path, {{"Accept-Encoding", "br"}}), "Content-Encoding"), "br");
    EXPECT_EQ(get(path, {{"Accept-Encoding", "br"}}).content_type, "text/javascript; charset=utf-8");
    EXPECT_THAT(get("/favicon.svg", {{"Accept-Encoding", "gzip"}}).headers, Not(Contains(Key("Content-Encoding"))));
}

TEST_F(WebFilesTest, WhatHasAHashInItsNameNeverChanges) {
    EXPECT_THAT(header(get("/assets/main-4fX2a9Qz.js"), "Cache-Control"), HasSubstr("immutable"));
    EXPECT_EQ(header(get("/assets/some-template.css"), "Cache-Control"), "no-cache");
    EXPECT_EQ(header(get("/favicon.svg"), "Cache-Control"), "no-cache");
    EXPECT_EQ(header(get("/"), "Cache-Control"), "no-cache");
}

TEST_F(WebFilesTest, ThePageStandsAtItsOwnRoutesAndNowhereElse) {
    for (const char* path : {"/", "/index.html", "/complaints", "/complaints/C-2026-000001", "/parties"})
        EXPECT_EQ(get(path).body, "<html>") << path;
    for (const char* path : {"/complaintsx", "/assets", "/assets/old-00000000.js", "/routes.txt", "/nothing"})
        EXPECT_EQ(get(path).status, 404) << path;
    EXPECT_THAT(header(get("/complaints"), "Content-Security-Policy"), HasSubstr("script-src 'self'"));
}

TEST_F(WebFilesTest, NoPathLeadsOutOfTheFolder) {
    write("../secret.txt", "secret");
    std::filesystem::create_symlink(folder.path() / "secret.txt", folder.path() / "web" / "link.txt");
    for (const char* path : {"/../secret.txt", "/assets/../../secret.txt", "/%2e%2e/secret.txt", "/link.txt",
                             "//secret.txt", "/complaints/../../secret.txt"})
        EXPECT_NE(get(path).body, "secret") << path;
    EXPECT_EQ(get("/../secret.txt").status, 404);
}

TEST_F(WebFilesTest, WhatABrowserHasIsNotSentAgain) {
    const HttpResponse first = get("/");
    const HttpResponse second = get("/", {{"If-None-Match", header(first, "ETag")}});
    EXPECT_EQ(second.status, 304);
    EXPECT_EQ(second.body, "");
    EXPECT_EQ(header(second, "ETag"), header(first, "ETag"));
    EXPECT_EQ(get("/", {{"If-None-Match", "\"other\""}}).status, 200);
    const std::string script = "/assets/main-4fX2a9Qz.js";
    EXPECT_EQ(get(script, {{"Accept-Encoding", "br"}, {"If-None-Match", header(get(script), "ETag")}}).status, 200)
        << "it has another coding of it";
}

TEST_F(WebFilesTest, AFolderThatHoldsNoWorkplaceIsRefused) {
    write("routes.txt", "complaints\n");
    EXPECT_THAT(refusal(), HasSubstr("a line must be a path such as /complaints"));
    std::filesystem::remove(folder.path() / "web" / "index.html");
    EXPECT_THAT(refusal(), HasSubstr("must hold index.html"));
    std::filesystem::remove_all(folder.path() / "web");
    EXPECT_THAT(refusal(), HasSubstr("must be a folder"));
    EXPECT_TRUE(WebFiles().empty());
    EXPECT_FALSE(WebFiles().answer({.verb = "GET", .path = "/"}));
}

}  // namespace
}  // namespace rapport::gateway
