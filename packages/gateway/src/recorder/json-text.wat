;; Escapes bytes for a JSON string, without a branch for each of them: terminal output has `\r\n` and ESC wherever it likes, and a
;; branch that is guessed wrong costs as much as twenty bytes.
;;
;; The memory's first 2 KiB are a table of 256 entries of 8 bytes: up to 6 bytes that stand for the byte, zeros, and in the last
;; one how many they are. `write` copies 16 bytes at once where none needs escaping; of all others it stores the whole entry, and
;; goes on by its length, so up to 7 bytes behind what it returns are overwritten, too.
(module
  (import "env" "memory" (memory 1))

  ;; From `$from` up to `$end` to `$to`; returns where what it wrote ends.
  (func (export "write") (param $from i32) (param $end i32) (param $to i32) (result i32)
    (local $sixteen v128)
    (local $stop i32)
    (local $entry i64)
    (loop $next
      (local.set $stop (i32.add (local.get $from) (i32.const 16)))
      (if (i32.gt_u (local.get $stop) (local.get $end)) (then (local.set $stop (local.get $end)))
        (else
          (local.set $sixteen (v128.load (local.get $from)))
          (if (i32.eqz (v128.any_true (call $must_be_escaped (local.get $sixteen))))
            (then
              (v128.store (local.get $to) (local.get $sixteen))
              (local.set $from (local.get $stop))
              (local.set $to (i32.add (local.get $to) (i32.const 16)))))))
      (loop $byte
        (if (i32.lt_u (local.get $from) (local.get $stop))
          (then
            (local.set $entry (i64.load (i32.shl (i32.load8_u (local.get $from)) (i32.const 3))))
            (i64.store (local.get $to) (local.get $entry))
            (local.set $to (i32.add (local.get $to) (i32.wrap_i64 (i64.shr_u (local.get $entry) (i64.const 56)))))
            (local.set $from (i32.add (local.get $from) (i32.const 1)))
            (br $byte))))
      (br_if $next (i32.lt_u (local.get $from) (local.get $end))))
    (local.get $to))

  ;; Which of them are a control character, `"` or `\`.
  (func $must_be_escaped (param $bytes v128) (result v128)
    (v128.or
      (i8x16.lt_u (local.get $bytes) (v128.const i8x16 32 32 32 32 32 32 32 32 32 32 32 32 32 32 32 32))
      (v128.or
        (i8x16.eq (local.get $bytes) (v128.const i8x16 34 34 34 34 34 34 34 34 34 34 34 34 34 34 34 34))
        (i8x16.eq (local.get $bytes) (v128.const i8x16 92 92 92 92 92 92 92 92 92 92 92 92 92 92 92 92))))))
