// SPDX-License-Identifier: MIT
#pragma once

// An engine made of two: what the first one cannot download, the second one does.

#include <wua/com/hresult.hpp>
#include <wua/com/shared_handle.hpp>
#include <wua/engine/fallback/fallback_core.hpp>
#include <wua/engine/fallback_options.hpp>
#include <wua/job/engine.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/errors.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <utility>

namespace wua
{

/// Every update starts with the first engine. One that fails there in a way that falls_back() is about, or that the
/// first engine has when it is given up for the job, since it has brought no bytes for so long, goes on with the
/// second, whose result is final. Each update ends once. An abort reaches whichever engine has the update.
///
/// The second engine begins with what it finds: two curl_engines with the same directory continue each other's files.
/// It begins anew where it finds nothing. To the job either is another attempt: an update's bytes may go back to where
/// it begins, the job's never do. Until its first bytes come the job shows what it had.
///
/// A pause reaches whichever engine has the update, and no time of it counts against the first, nor does a time in
/// which that engine itself waits (curl_options::may_fetch); the job tells its reason when both have one. Attempts and
/// files of both are in the job's story. A job's limit of bandwidth holds for each engine.
///
/// Each engine is given jobs of its own, whose reports are passed on. The first has the updates in the places that they
/// have in the job; the second is given those that fall back as they come, in one job or in several, counted anew.
///
/// A driven engine if one of the two is: then the time is theirs, and goes on when either is driven. Else a thread
/// looks at the clock some times a second: that of the first engine if it has one, or else the second's.
template <engine A, engine B>
class fallback_engine
{
    template <class E>
    static constexpr bool advances = requires(E& engine) { engine.advance(std::chrono::nanoseconds()); };

    static constexpr bool is_driven = driven_engine<A> || driven_engine<B>;
    static constexpr bool is_timed = is_driven || timed_engine<A> || timed_engine<B>;

public:
    /// Throws hresult_error: E_POINTER for a null engine, E_INVALIDARG for a negative time.
    fallback_engine(std::shared_ptr<A> first, std::shared_ptr<B> second, fallback_options options = {})
        : m_core(detail::make_handle<detail::fallback_core>(
              detail::engine_handle(std::move(first)), detail::engine_handle(std::move(second)), std::move(options)))
    {}

    /// With engines of its own.
    fallback_engine(A first, B second, fallback_options options = {})
        : fallback_engine(
              std::make_shared<A>(std::move(first)), std::make_shared<B>(std::move(second)), std::move(options))
    {}

    /// Members of one that was moved from throw hresult_error: WU_E_INVALID_OPERATION.
    fallback_engine(fallback_engine&&) noexcept = default;
    fallback_engine& operator=(fallback_engine&&) = delete;

    /// Drops the engines. Jobs that are not completed end: updates that neither engine ends fail with
    /// WU_E_SERVICE_STOP.
    ~fallback_engine()
    {
        if (m_core)
        {
            m_core->stop();
        }
    }

    void start(transfer job)
    {
        detail::fallback_core::start(core(), std::move(job));
    }

    /// What can be changed of a job while it runs: what both engines obey.
    job_controls controls() const
    requires(controlled_engine<A> && controlled_engine<B>)
    {
        return core()->controls();
    }

    /// The time that both engines share.
    std::chrono::nanoseconds now() const
    requires(is_timed)
    {
        return core()->now();
    }

    /// As driven_engine has it.
    bool drive()
    requires(is_driven)
    {
        const auto kept = core();
        return kept->drive();
    }
    void post(std::function<void()> work)
    requires(is_driven)
    {
        const auto kept = core();
        kept->post(std::move(work));
    }

    /// True when neither engine has to be driven at present.
    bool is_in_real_time() const
    requires(is_driven)
    {
        return !core()->needs_driving();
    }

    /// Lets so much time pass in the engines that have one of their own; others take theirs.
    void advance(std::chrono::nanoseconds by)
    requires(is_driven && (advances<A> || advances<B>))
    {
        const auto kept = core();
        kept->advance(by);
    }

private:
    // Throws when the engine was moved from.
    const detail::shared_handle<detail::fallback_core>& core() const
    {
        if (!m_core)
        {
            throw hresult_error(wu_e_invalid_operation, "the engine was moved from");
        }
        return m_core;
    }

    detail::shared_handle<detail::fallback_core> m_core;
};

} // namespace wua
