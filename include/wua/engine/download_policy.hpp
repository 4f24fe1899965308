// SPDX-License-Identifier: MIT
#pragma once

// What an engine may download at all, and what has to agree before a file gets its name.

#include <wua/com/hresult.hpp>
#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/transfer_errors.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wua
{

namespace detail
{
class disk_file;
}

/// A file with all its bytes, whose digests are right, as a content_check sees it. For one call of it.
class finished_content
{
public:
    finished_content(const update_pointer& update, std::size_t file_index, const std::filesystem::path& path,
                     const detail::disk_file& file, std::uint64_t size, std::stop_token stop)
        : m_update(update),
          m_file_index(file_index),
          m_path(path),
          m_file(file),
          m_size(size),
          m_stop(std::move(stop))
    {}

    finished_content(const finished_content&) = delete;
    finished_content& operator=(const finished_content&) = delete;

    /// The update for which it was downloaded, and which of its files it is.
    const update_pointer& update() const noexcept
    {
        return m_update;
    }
    std::size_t file_index() const noexcept
    {
        return m_file_index;
    }

    /// NAME.part in the engine's directory; of a file that was there already its name. Another program may be given
    /// it, but must not change the file.
    const std::filesystem::path& path() const noexcept
    {
        return m_path;
    }

    /// Bytes.
    std::uint64_t size() const noexcept
    {
        return m_size;
    }

    /// Reads from the very file that gets the name: as many bytes as are wanted, fewer only at its end. Any thread.
    /// Throws std::system_error.
    std::size_t read(std::uint64_t from, char* bytes, std::size_t size) const;

    /// Asked to stop when the answer is not wanted any more: the update was aborted, the engine is being destroyed. Its
    /// std::stop_callbacks run on threads of the engine, or on that of its destructor, and must not wait.
    const std::stop_token& stop_token() const noexcept
    {
        return m_stop;
    }

private:
    const update_pointer& m_update;
    std::size_t m_file_index;
    const std::filesystem::path& m_path;
    const detail::disk_file& m_file;
    std::uint64_t m_size;
    std::stop_token m_stop;
};

/// What becomes of a file that was refused.
enum class refused_file : std::uint8_t
{
    discarded, // removed
    kept,      // as NAME.part, if it can be continued: the next download of it asks for no byte, and for another check
};

struct content_verdict
{
    bool is_accepted = true;

    /// Why not: how the update fails. A code that is no failure means the usual one.
    std::string sentence{};
    HRESULT hresult = bg_e_validation_failed;
    refused_file what = refused_file::discarded;

    static content_verdict accepted()
    {
        return {};
    }
    static content_verdict refused(std::string why, refused_file what = refused_file::discarded,
                                   HRESULT hresult = bg_e_validation_failed)
    {
        return {false, std::move(why), hresult, what};
    }
};

/// Looks at a content before it gets its name, as for a signature. May take long. One that throws refuses, with the
/// exception's code and words, and the file is kept.
using content_check = std::function<content_verdict(const finished_content&)>;

/// What a curl_engine keeps to; by default it allows everything. Whatever a policy forbids fails with
/// WU_E_CALL_CANCELLED_BY_POLICY, but for what is too large, which is WU_E_DM_DOWNLOADLIMITEDBYUPDATESIZE, and a
/// sentence that says what forbids what. Nothing is asked for of an update one of whose files is forbidden. Of several
/// URLs of a file those that are allowed are asked; a redirect to one that is not is a failure of that URL.
struct download_policy
{
    /// Nothing but https://.
    bool https_only = false;

    /// Each file must name a digest.
    bool requires_digest = false;

    /// A file that names a digest must not rely on SHA-1 alone, which then counts for none. Beside another digest it
    /// has to be right as well.
    bool refuses_sha1 = false;

    /// The hosts that may be asked: exact names, and "*.example.com" for all below example.com but not itself. Neither
    /// scheme nor port; IPv6 addresses in brackets. Empty: all. Case does not matter. What a proxy is called does not
    /// matter, either.
    std::vector<std::string> allowed_hosts{};

    /// The most bytes that an update may have, whatever it names itself; 0: no limit.
    std::uint64_t max_update_bytes = 0;

    /// Asked once for each file that was downloaded or found there already; null: nobody is. It runs on a thread of its
    /// own, one file at a time: others are downloaded, hashed and synced meanwhile, but wait for their own check. Its
    /// time is that of dphVerifying; no deadline of retry_policy ends it. An aborted update does not wait for it; the
    /// engine's destructor does, unless the check runs it. Updates that share a download share the answer.
    content_check check{};
};

/// What is wrong with the policy itself, as a sentence; empty when nothing is. The constructor of curl_engine throws it
/// as hresult_error: E_INVALIDARG.
std::string fault_of(const download_policy& policy);

/// Why the policy forbids the file, whatever its URLs are, as a sentence; empty when it does not. For engines of your
/// own.
std::string objection_to(const download_policy& policy, const content_file& file);

/// True when the host may be asked: a name, or an address as it stands in a URL.
bool is_allowed_host(const download_policy& policy, std::string_view host);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/download_policy.ipp>
#endif
