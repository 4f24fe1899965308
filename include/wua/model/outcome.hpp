// SPDX-License-Identifier: MIT
#pragma once

// How the download of one update ended, and the rule that combines the outcomes of all updates into that of the job.

#include <wua/com/hresult.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/enums.hpp>
#include <wua/wuapi/errors.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace wua
{

/// The code with which an underlying layer reported a failure, before it was mapped to an HRESULT.
struct native_error
{
    /// Which layer: "http", "curl", "errno", ... in static storage; empty: none.
    std::string_view source;
    std::int64_t code = 0;

    bool operator==(const native_error&) const = default;
};

/// The value behind an IUpdateDownloadResult.
struct outcome
{
    OperationResultCode code = orcNotStarted;
    HRESULT hresult = s_ok;
    native_error native{};

    /// One sentence for people; may be empty.
    std::string detail{};

    bool operator==(const outcome&) const = default;

    /// True once the update will not change any more.
    bool is_final() const noexcept
    {
        return code == orcSucceeded || code == orcSucceededWithErrors || code == orcFailed || code == orcAborted;
    }

    /// True when nothing went wrong: for a job, when all its updates succeeded.
    bool is_success() const noexcept
    {
        return code == orcSucceeded;
    }

    /// COM's wider meaning of success, including orcSucceededWithErrors: for a job, one update that succeeded is
    /// enough.
    bool is_success_or_with_errors() const noexcept
    {
        return code == orcSucceeded || code == orcSucceededWithErrors;
    }

    static outcome in_progress()
    {
        return {orcInProgress, s_ok, {}, {}};
    }

    /// hresult may be a more specific success code, such as wu_s_already_downloaded.
    static outcome succeeded(HRESULT hresult = s_ok)
    {
        return {orcSucceeded, hresult, {}, {}};
    }

    static outcome failed(HRESULT hresult, native_error native = {}, std::string detail = {});

    static outcome aborted()
    {
        return {orcAborted, wu_e_call_cancelled, {}, {}};
    }
};

/// Makes the code and the HRESULT of an outcome agree. A success with a failure's HRESULT becomes a failure, since a
/// client may act on either; only then this returns false. A failure or an abort without an HRESULT gets one.
bool make_plausible(outcome& result) noexcept;

/// A copy, without the detail if there is no memory for it: an update always gets its result.
outcome copy_of(const outcome& result);

/// Counts final outcomes and determines how the whole job ended.
class outcome_tally
{
public:
    void add(const outcome& one) noexcept
    {
        add(one.code);
    }
    void add(OperationResultCode code) noexcept;

    std::size_t count() const noexcept
    {
        return m_succeeded + m_with_errors + m_failed + m_aborted;
    }
    std::size_t succeeded() const noexcept
    {
        return m_succeeded;
    }
    std::size_t with_errors() const noexcept
    {
        return m_with_errors;
    }
    std::size_t failed() const noexcept
    {
        return m_failed;
    }
    std::size_t aborted() const noexcept
    {
        return m_aborted;
    }

    /// The result of the job, by the recorded rule: aborted if any update was aborted; WU_E_ALL_UPDATES_FAILED if all
    /// failed; WU_S_UPDATE_ERROR if some failed or succeeded with errors; otherwise success.
    outcome combined() const;

private:
    std::size_t m_succeeded = 0;
    std::size_t m_with_errors = 0;
    std::size_t m_failed = 0;
    std::size_t m_aborted = 0;
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/model/outcome.ipp>
#endif
