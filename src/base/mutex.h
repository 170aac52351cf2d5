// std::mutex with the annotations by which Clang checks that guarded fields are touched under it.
#pragma once

#include <pthread.h>

#include <mutex>

#if defined(__clang__)
#define HOLOTYPE_THREAD_ANNOTATION(x) __attribute__((x))
#else
#define HOLOTYPE_THREAD_ANNOTATION(x)
#endif

#define GUARDED_BY(mutex) HOLOTYPE_THREAD_ANNOTATION(guarded_by(mutex))
#define REQUIRES(mutex) HOLOTYPE_THREAD_ANNOTATION(requires_capability(mutex))
#define EXCLUDES(mutex) HOLOTYPE_THREAD_ANNOTATION(locks_excluded(mutex))

namespace holotype {

class HOLOTYPE_THREAD_ANNOTATION(capability("mutex")) Mutex {
 public:
  void lock() HOLOTYPE_THREAD_ANNOTATION(acquire_capability()) { mutex_.lock(); }
  void unlock() HOLOTYPE_THREAD_ANNOTATION(release_capability()) { mutex_.unlock(); }
  // For std::condition_variable_any alone, which locks and unlocks what it is given.
  std::mutex& native() { return mutex_; }

#if defined(__SANITIZE_THREAD__)
  // std::mutex has no destructor to tell ThreadSanitizer that it is gone: another one in the same
  // memory would inherit its place in the order of locking, and be reported for it.
  Mutex() = default;
  ~Mutex() { ::pthread_mutex_destroy(mutex_.native_handle()); }
  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;
#endif

 private:
  std::mutex mutex_;
};

class HOLOTYPE_THREAD_ANNOTATION(scoped_lockable) MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) HOLOTYPE_THREAD_ANNOTATION(acquire_capability(mutex))
      : mutex_(mutex) {
    mutex_.lock();
  }
  ~MutexLock() HOLOTYPE_THREAD_ANNOTATION(release_capability()) { mutex_.unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

}  // namespace holotype
