// Prints further rows of golden.tsv, without its decimals: configurations on standard input, one a line, as its first
// column writes them (`LoRA rank=16 alpha=3dcccccd`, `QLoRA rank=8 bits=default`, `Full`).
//
// Beside it lies the original program, finetune_method.rs, without what serde derives. Compiled with rustc 1.95.0:
//     rustc -O rows.rs && python configurations.py | ./rows > rows.tsv
use std::io::{self, BufRead};

mod original {
    include!("finetune_method.rs");
}
use original::FineTuneMethod as Method;

fn configured(line: &str) -> Method {
    let words: Vec<&str> = line.split(' ').collect();
    let value = |place: usize| words[place].split_once('=').unwrap().1;
    match (words[0], words.len()) {
        ("LoRA", _) if value(2) == "default" => Method::lora(value(1).parse().unwrap()),
        ("LoRA", _) => Method::LoRA {
            rank: value(1).parse().unwrap(),
            alpha: f32::from_bits(u32::from_str_radix(value(2), 16).unwrap()),
        },
        ("QLoRA", _) if value(2) == "default" => Method::qlora(value(1).parse().unwrap()),
        ("QLoRA", _) => Method::QLoRA { rank: value(1).parse().unwrap(), bits: value(2).parse().unwrap() },
        ("Adapter", _) => Method::Adapter,
        ("Prefix", _) => Method::Prefix,
        ("IA3", _) => Method::IA3,
        _ => Method::Full,
    }
}

fn main() {
    println!("configuration\tdisplay\tmetrics_binary64_hex");
    for line in io::stdin().lock().lines() {
        let line = line.unwrap();
        let method = configured(&line);
        let metrics = [
            method.memory_reduction_factor(),
            method.trainable_params_percent(),
            method.memory_multiplier(),
            method.training_speedup(),
            method.quality_retention(),
            method.batch_size_multiplier(),
        ];
        let hex: Vec<String> = metrics.iter().map(|m| format!("{:016x}", m.to_bits())).collect();
        println!("{line}\t{method}\t{}", hex.join(","));
    }
}
