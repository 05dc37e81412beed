/* Preloaded into the program: every thread but the first takes its time around each lock of the
 * kind that OpenSSL uses. What a thread still does while the process ends becomes visible. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

static void linger(void) {
  if (syscall(SYS_gettid) != getpid()) usleep(300);
}

int pthread_rwlock_wrlock(pthread_rwlock_t *lock) {
  int (*real)(pthread_rwlock_t *) = dlsym(RTLD_NEXT, "pthread_rwlock_wrlock");
  linger();
  int done = real(lock);
  linger();
  return done;
}

int pthread_rwlock_unlock(pthread_rwlock_t *lock) {
  int (*real)(pthread_rwlock_t *) = dlsym(RTLD_NEXT, "pthread_rwlock_unlock");
  int done = real(lock);
  linger();
  return done;
}
