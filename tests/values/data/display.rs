// Prints what Rust's Display makes of binary32 numbers: bit patterns in hexadecimal on standard input, one a line.
// Compiled with rustc 1.95.0: rustc -O display.rs && python patterns.py | ./display > display.tsv
use std::io::{self, BufRead};

fn main() {
    println!("binary32_hex\tdisplay");
    for line in io::stdin().lock().lines() {
        let pattern = u32::from_str_radix(&line.unwrap(), 16).unwrap();
        println!("{pattern:08x}\t{}", f32::from_bits(pattern));
    }
}
