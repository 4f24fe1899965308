// SPDX-License-Identifier: MIT

#include "engine/curl_fixture.hpp"
#include <wua/engine/curl/curl_pool.hpp>
#include <wua/testing/fault_server.hpp>

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>

using namespace wua_test;

namespace
{

using certificate = std::unique_ptr<X509, decltype(&X509_free)>;

// The first one in the file; null when it holds none.
certificate read_certificate(const std::filesystem::path& path)
{
    const std::unique_ptr<std::FILE, decltype(&std::fclose)> file(std::fopen(path.c_str(), "r"), &std::fclose);
    return {file ? PEM_read_X509(file.get(), nullptr, nullptr, nullptr) : nullptr, &X509_free};
}

// An authority that is trusted where nothing else is asked for; null when the system has none in that form.
certificate authority_of_the_system(CURLINFO where)
{
    const wua::detail::curl_easy easy(curl_easy_init());
    const char* preset = nullptr;
    if (curl_easy_getinfo(easy.get(), where, &preset) != CURLE_OK || preset == nullptr)
    {
        return {nullptr, &X509_free};
    }
    if (where == CURLINFO_CAINFO)
    {
        return read_certificate(preset);
    }
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(preset, error))
    {
        // As OpenSSL finds them: the hash of the subject, and a number.
        const std::string name = entry.path().filename().string();
        if (name.size() == 10 && name.ends_with(".0") && std::filesystem::is_regular_file(entry.path(), error))
        {
            return read_certificate(entry.path());
        }
    }
    return {nullptr, &X509_free};
}

struct trust_question
{
    X509* authority;
    bool is_asked = false;
    bool is_trusted = false;
};

// In place of the check of the server's certificate: by then libcurl has loaded what it trusts.
int ask_for_trust(X509_STORE_CTX* handshake, void* asked)
{
    auto& question = *static_cast<trust_question*>(asked);
    const std::unique_ptr<X509_STORE_CTX, decltype(&X509_STORE_CTX_free)> check(
        X509_STORE_CTX_new(), &X509_STORE_CTX_free);
    X509_STORE_CTX_init(check.get(), X509_STORE_CTX_get0_store(handshake), question.authority, nullptr);
    X509_STORE_CTX_set_flags(check.get(), X509_V_FLAG_NO_CHECK_TIME);
    question.is_asked = true;
    question.is_trusted = X509_verify_cert(check.get()) == 1;
    return 0;
}

CURLcode replace_check(CURL*, void* context, void* asked)
{
    SSL_CTX_set_cert_verify_callback(static_cast<SSL_CTX*>(context), &ask_for_trust, asked);
    return CURLE_OK;
}

// Whether a server whose certificate comes from the authority would be believed.
bool trusts(const wua::curl_options& options, X509* authority, const std::string& url)
{
    wua::detail::curl_pool pool(options);
    wua::detail::curl_easy easy = pool.take();
    trust_question question{authority};
    curl_easy_setopt(easy.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(easy.get(), CURLOPT_NOBODY, 1L);
    curl_easy_setopt(easy.get(), CURLOPT_SSL_CTX_FUNCTION, &replace_check);
    curl_easy_setopt(easy.get(), CURLOPT_SSL_CTX_DATA, &question);
    curl_easy_perform(easy.get());
    CHECK(question.is_asked);
    return question.is_trusted;
}

} // namespace

TEST_CASE("a CA file or directory replaces the system's trust, in whichever form that has it", "[curl_pool]")
{
    if (!std::string_view(curl_version_info(CURLVERSION_NOW)->ssl_version).starts_with("OpenSSL"))
    {
        WARN("libcurl does not use OpenSSL here");
        return;
    }
    const nginx_authority authority;
    const nginx server({}, &authority);
    const temporary_folder directory;
    for (const CURLINFO form : {CURLINFO_CAINFO, CURLINFO_CAPATH})
    {
        const certificate known = authority_of_the_system(form);
        if (!known)
        {
            WARN("the system has no authorities in " << (form == CURLINFO_CAINFO ? "a file" : "a directory"));
            continue;
        }
        wua::curl_options options;
        CHECK(trusts(options, known.get(), server.tls_url("a")));
        options.ca_file = authority.ca_file();
        CHECK_FALSE(trusts(options, known.get(), server.tls_url("a")));
        options.ca_directory = directory.path();
        CHECK_FALSE(trusts(options, known.get(), server.tls_url("a")));
        options.ca_file.clear();
        CHECK_FALSE(trusts(options, known.get(), server.tls_url("a")));
    }
}

TEST_CASE("a deadline of zero for connecting is no limit, and not libcurl's own", "[curl_pool]")
{
    const auto timeout = [](std::chrono::milliseconds deadline) {
        return wua::detail::curl_pool::connect_timeout(deadline);
    };
    CHECK(timeout(30s) == 30'000);
    CHECK(timeout(0s) == 2'147'483'647);
    CHECK(timeout(-1s) == 2'147'483'647);
    CHECK(timeout(std::chrono::hours(24 * 365)) == 2'147'483'647);
}

TEST_CASE("a libcurl that was built without HTTP/2 is asked for HTTP/1.1", "[curl_pool]")
{
    using wua::detail::curl_pool;
    CHECK(curl_pool::version_for(wua::http_version::automatic, CURL_VERSION_HTTP2) == CURL_HTTP_VERSION_2TLS);
    CHECK(curl_pool::version_for(wua::http_version::automatic, ~CURL_VERSION_HTTP2) == CURL_HTTP_VERSION_1_1);
    CHECK(curl_pool::version_for(wua::http_version::http_1_1, CURL_VERSION_HTTP2) == CURL_HTTP_VERSION_1_1);
    const wua::curl_options options;
    curl_pool pool(options);
    CHECK(curl_easy_setopt(pool.take().get(), CURLOPT_HTTP_VERSION, pool.http_version()) == CURLE_OK);
}

TEST_CASE("the store of the system is asked for where libcurl has no authorities of its own", "[curl_pool]")
{
    using wua::detail::curl_pool;
    curl_version_info_data libcurl{};
    CHECK(curl_pool::trusts_nobody(libcurl)); // as on Windows
    libcurl.cainfo = "/etc/ssl/certs/ca-certificates.crt";
    CHECK_FALSE(curl_pool::trusts_nobody(libcurl));
    libcurl.cainfo = nullptr;
    libcurl.capath = "/etc/ssl/certs";
    CHECK_FALSE(curl_pool::trusts_nobody(libcurl));
}

TEST_CASE("a thread serves a single update as long as nothing calls it", "[curl_pool]")
{
    const wua::curl_options options;
    wua::detail::curl_pool pool(options);
    pool.perform(true, [] {});
    CHECK(pool.is_alone());
    pool.inbox()->wake();
    CHECK_FALSE(pool.is_alone());
    pool.inbox()->take();
    CHECK(pool.is_alone());
    pool.perform(false, [] {});
    CHECK_FALSE(pool.is_alone());
}

namespace
{

// Requests by handles of a pool, whose responses go nowhere.
class pool_requests
{
public:
    void send(const std::string& url, long time_limit_ms = 0)
    {
        wua::detail::curl_easy& easy = m_easies.emplace_back(m_pool.take());
        wua::detail::set_option(easy.get(), CURLOPT_URL, url.c_str());
        wua::detail::set_option(easy.get(), CURLOPT_NOPROGRESS, 1L);
        wua::detail::set_option(easy.get(), CURLOPT_TIMEOUT_MS, time_limit_ms);
        wua::detail::set_option(easy.get(), CURLOPT_WRITEFUNCTION, &pool_requests::swallow);
        REQUIRE(curl_multi_add_handle(m_pool.multi(), easy.get()) == CURLM_OK);
    }

    // How many have ended whenever the pool gave the time to look, as long as it has something to do.
    std::vector<std::size_t> ends_at_each_look()
    {
        std::vector<std::size_t> ends;
        m_pool.perform(false, [&] {
            std::size_t count = 0;
            int left = 0;
            while (const CURLMsg* const message = curl_multi_info_read(m_pool.multi(), &left))
            {
                m_results.push_back(message->data.result);
                curl_multi_remove_handle(m_pool.multi(), message->easy_handle);
                ++count;
            }
            ends.push_back(count);
        });
        return ends;
    }

    const std::vector<CURLcode>& results() const noexcept
    {
        return m_results;
    }

private:
    static std::size_t swallow(char*, std::size_t size, std::size_t count, void*) noexcept
    {
        return size * count;
    }

    const wua::curl_options m_options{};
    wua::detail::curl_pool m_pool{m_options};
    std::list<wua::detail::curl_easy> m_easies; // go before the pool
    std::vector<CURLcode> m_results;
};

} // namespace

TEST_CASE("a message to one connection is delivered before others are served", "[curl_pool]")
{
    wua::fault_server server;
    pool_requests requests;
    for (const char* const name : {"/a", "/b", "/c"})
    {
        requests.send(server.serve(name, "content"));
    }
    const auto deadline = std::chrono::steady_clock::now() + 10s;
    while (requests.results().size() != 3 && std::chrono::steady_clock::now() < deadline)
    {
        for (const std::size_t ends : requests.ends_at_each_look())
        {
            CHECK(ends <= 1);
        }
        std::this_thread::sleep_for(20ms); // time for all of them to be answered
    }
    CHECK(requests.results() == std::vector<CURLcode>(3, CURLE_OK));
}

TEST_CASE("libcurl is called when a time has come for which it has asked", "[curl_pool]")
{
    wua::fault_server server;
    pool_requests requests;
    requests.send(server.serve("/a", "content", wua::misbehaviour_named("never_answers")), 50);
    const auto deadline = std::chrono::steady_clock::now() + 10s;
    while (requests.results().empty() && std::chrono::steady_clock::now() < deadline)
    {
        requests.ends_at_each_look();
        std::this_thread::sleep_for(1ms);
    }
    CHECK(requests.results() == std::vector<CURLcode>{CURLE_OPERATION_TIMEDOUT});
}
